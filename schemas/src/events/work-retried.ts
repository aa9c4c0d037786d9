import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

const first = {
  item: z.string(),
  queue: z.string(),
  attempt: z.int().positive(),
  reason: z.string(),
};

/** A unit of work was put up again after a failed or lost attempt. */
export const WorkRetried = defineEvent(
  'work.retried',
  'bus',
  'A unit of work was put up again after a failed or lost attempt.',
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    dueAt: z.iso.datetime().optional(),
    cause: cause.optional(),
  }),
  (before) => before,
);
