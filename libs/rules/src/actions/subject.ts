import { z } from 'zod';
import { payload, template } from '../file/texts.ts';
import type { Fill } from './fill.ts';

const hole = /\{\{.*?\}\}/gs;

/** A message on a subject of the broker, as a rule file says it. */
export const subjectFile = z.strictObject({
  subject: template(250)
    .refine((text) => /^[A-Za-z0-9_-]+\.(?:[A-Za-z0-9_-]+\.)*[A-Za-z0-9_-]+$/.test(text.replace(hole, 'x')), {
      error: ({ input }) =>
        `found ${JSON.stringify(input)}, expected words of letters, digits, _ and - with dots between, such as agents.review.{{project}}`,
    })
    .refine((text) => text.startsWith('agents.'), {
      error: ({ input }) =>
        `found ${JSON.stringify(input)}, expected a subject below agents, such as agents.review.done`,
    })
    .describe('Subject below `agents.`; may hold {{ CEL }}, from which dots and wildcards are taken out'),
  payload: payload.optional(),
});

/** A message is published on a subject of the broker. */
export interface SubjectAction {
  readonly subject: { readonly subject: string; readonly payload?: Readonly<Record<string, unknown>> };
}

/** Fills a message. What comes from the event is one word of the subject: it can neither add words nor be a wildcard. */
export function fillSubject(file: z.output<typeof subjectFile>, fill: Fill): SubjectAction['subject'] {
  return {
    subject: file.subject.replace(hole, (one) => fill.text(one, 100).replace(/[^A-Za-z0-9_-]+/g, '-') || '-'),
    ...(file.payload !== undefined && { payload: fill.facts(file.payload) }),
  };
}
