import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

const first = {
  memory: z.string(),
  memoryKind: z.string(),
  scope: z.string(),
  status: z.enum(['proposed', 'active', 'retired']),
  statement: z.string(),
  evidence: z.array(z.int().positive()),
};

/** A memory was proposed, changed or retired. */
export const MemoryRecorded = defineEvent(
  'memory.recorded',
  'bus',
  'A memory was proposed, changed or retired.',
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    /** What it is about, within its kind and scope. */
    about: z.string().optional(),
    /** Why it has this status, in one word: `support`, `curated`, `contradicted`, `superseded`, `source-erased` ... */
    reason: z.string().optional(),
    /** For a memory that lost a source: the sessions it had been put before. */
    shownTo: z.array(z.string()).optional(),
  }),
  (before) => before,
);
