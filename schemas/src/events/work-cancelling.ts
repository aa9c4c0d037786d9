import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** The holder of a unit of work was asked to stop. */
export const WorkCancelling = defineEvent(
  'work.cancelling',
  'bus',
  'The holder of a unit of work was asked to stop.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),
    attempt: z.int().positive(),
    by: z.string(),
    reason: z.string(),
    cause: cause.optional(),
  }),
);
