import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

const first = {
  rule: z.string(),
  version: z.string(),
  source: z.string(),
  by: z.string(),
};

/** A version of a rule came into force. */
export const RulePublished = defineEvent(
  'rule.published',
  'bus',
  'A version of a rule came into force.',
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    /** The file it came from, as the source names it. */
    path: z.string().optional(),
    commit: z.string().optional(),
    /** Only events after this position may make it act. */
    gate: z.int().nonnegative().optional(),
    /** The rule itself, where nothing else keeps it: it was published over HTTP. */
    text: z.string().max(65_536).optional(),
  }),
  (before) => before,
);
