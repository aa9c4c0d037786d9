import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';
import { json } from '../shapes.ts';

const first = {
  item: z.string(),
  queue: z.string(),
  attempt: z.int().positive(),
  worker: z.string(),
  fence: z.int().positive(),
  result: json.optional(),
};

/** A unit of work was done. */
export const WorkCompleted = defineEvent(
  'work.completed',
  'bus',
  'A unit of work was done.',
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    /** Our id of the session that did it. */
    doneIn: z.string().optional(),
    costUsd: z.number().nonnegative().optional(),
    cause: cause.optional(),
  }),
  (before) => before,
);
