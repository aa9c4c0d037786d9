import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { json } from '../shapes.ts';

/** A unit of work was done. */
export const WorkCompleted = defineEvent(
  'work.completed',
  'bus',
  'A unit of work was done.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),

    attempt: z.int().positive(),
    worker: z.string(),
    fence: z.int().positive(),
    result: json.optional(),
  }),
);
