import { z } from 'zod';
import { duration } from '../file/duration.ts';
import { template } from '../file/texts.ts';
import type { Fill } from './fill.ts';

/** A claim, as a rule file says it. */
export const claimFile = z.strictObject({
  kind: z.enum(['path', 'glob', 'task']).describe('What is held'),
  resource: template(1_000).describe('The path or glob (relative to the repository) or the task; may hold {{ CEL }}'),
  holder: template(200).optional().describe('Who holds it; may hold {{ CEL }}; default: the session of the event'),
  expires: duration('10s', '7d').prefault('15m').describe('It ends by itself after so long: 15m'),
  purpose: template(500).optional().describe('What it is held for; may hold {{ CEL }}'),
});

/** An exclusive hold on a path or a task is taken. */
export interface ClaimAction {
  readonly claim: {
    readonly kind: 'path' | 'glob' | 'task';
    readonly resource: string;
    readonly holder: string;
    /** The session it is taken for, where the rule names no other holder. */
    readonly session?: string;
    readonly expiresMs: number;
    readonly purpose?: string;
  };
}

/** Fills a claim. */
export function fillClaim(file: z.output<typeof claimFile>, fill: Fill): ClaimAction['claim'] {
  const named = file.holder === undefined ? '' : fill.text(file.holder, 200);
  const holder = named || fill.session || `rule:${fill.rule}`;
  return {
    kind: file.kind,
    resource: fill.text(file.resource, 1_000),
    holder,
    ...(holder === fill.session && { session: fill.session }),
    expiresMs: file.expires,
    ...(file.purpose !== undefined && { purpose: fill.text(file.purpose, 500) }),
  };
}
