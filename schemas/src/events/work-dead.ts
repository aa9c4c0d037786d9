import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

const first = {
  item: z.string(),
  queue: z.string(),
  attempt: z.int().positive(),
  error: z.string(),
};

/** A unit of work used up its attempts. */
export const WorkDead = defineEvent(
  'work.dead',
  'bus',
  'A unit of work used up its attempts.',
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    cause: cause.optional(),
  }),
  (before) => before,
);
