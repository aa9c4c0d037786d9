import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** A unit of work was not taken in time. */
export const WorkExpired = defineEvent(
  'work.expired',
  'bus',
  'A unit of work was not taken in time.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),
    attempt: z.int().positive(),
    reason: z.string(),
    cause: cause.optional(),
  }),
);
