import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** A unit of work will not be done. */
export const WorkCancelled = defineEvent(
  'work.cancelled',
  'bus',
  'A unit of work will not be done.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),
    attempt: z.int().positive(),
    by: z.string(),
    reason: z.string(),
    /** Who held it, when it was held. */
    worker: z.string().optional(),
    /** What confirmed it: its holder, or the end of its lease. Absent when nobody held it. */
    confirmed: z.enum(['holder', 'lease']).optional(),
    cause: cause.optional(),
  }),
);
