import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

const first = {
  item: z.string(),
  queue: z.string(),
  attempt: z.int().positive(),
  worker: z.string(),
  /** Grows with every claim of the item: what an older holder says is refused. */
  fence: z.int().positive(),
  leaseUntil: z.iso.datetime(),
};

/** A worker took a unit of work under a lease. */
export const WorkClaimed = defineEvent(
  'work.claimed',
  'bus',
  'A worker took a unit of work under a lease.',
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    cause: cause.optional(),
  }),
  (before) => before,
);
