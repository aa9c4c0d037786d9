import { z } from 'zod';
import { duration } from '../file/duration.ts';
import { template } from '../file/texts.ts';
import { webhookFile } from './webhook.ts';

/** A question to a person, as a rule file says it, with what is done when the answer is yes. */
export function approvalFileWith<Then extends z.ZodType>(then: Then) {
  return z.strictObject({
    question: template(2_000).describe('What the person is asked; may hold {{ CEL }}'),
    expires: duration('1m', '30d').prefault('1d').describe('Counts as no after so long: 24h'),
    // biome-ignore lint/suspicious/noThenProperty: the word of the rule language; a list is not taken for a promise
    then: z.array(then).min(1).max(10).describe('What is done once approved: any action but another approval'),
    notify: webhookFile
      .omit({ payload: true })
      .optional()
      .describe('A signed webhook that tells somebody, with a link under which whoever has it may decide'),
  });
}

/** A person is asked whether something may be done. */
export interface ApprovalAction<Then = unknown> {
  readonly approval: {
    readonly question: string;
    readonly expiresMs: number;
    /** What is done once approved, its texts filled in already. */
    readonly then: readonly Then[];
    /** A webhook that tells somebody, with a signed link. */
    readonly notify?: { readonly url: string; readonly secret: string };
  };
}
