import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

const first = {
  memory: z.string(),
  action: z.enum(['approve', 'reject', 'retire', 'restore', 'edit', 'pin', 'unpin', 'merge', 'move']),
  by: z.string(),
  reason: z.string().max(1_000).optional(),
  /** For `edit`: what it says from now on. */
  statement: z.string().max(240).optional(),
  /** For `merge`: the memory that takes its place. */
  into: z.string().optional(),
  /** For `move`: the scope it holds in from now on, for example `team:payments`. */
  scope: z.string().optional(),
};

/** A person decided about a memory. */
export const MemoryCurated = defineEvent(
  'memory.curated',
  'bus',
  'A person decided about a memory.',
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    /** For `approve` and `pin`: the last event it stood on as the person saw it. Words that came later are not approved. */
    seen: z.int().nonnegative().optional(),
  }),
  (before) => before,
);
