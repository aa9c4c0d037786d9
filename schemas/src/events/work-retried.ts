import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A unit of work was put up again after a failed or lost attempt. */
export const WorkRetried = defineEvent(
  'work.retried',
  'bus',
  'A unit of work was put up again after a failed or lost attempt.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),

    attempt: z.int().positive(),
    reason: z.string(),
  }),
);
