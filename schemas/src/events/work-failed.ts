import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

const first = {
  item: z.string(),
  queue: z.string(),
  attempt: z.int().positive(),
  worker: z.string(),
  fence: z.int().positive(),
  error: z.string(),
};

/** An attempt at a unit of work failed. */
export const WorkFailed = defineEvent(
  'work.failed',
  'bus',
  'An attempt at a unit of work failed.',
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    doneIn: z.string().optional(),
    costUsd: z.number().nonnegative().optional(),
    cause: cause.optional(),
  }),
  (before) => before,
);
