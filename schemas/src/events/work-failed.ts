import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** An attempt at a unit of work failed. */
export const WorkFailed = defineEvent(
  'work.failed',
  'bus',
  'An attempt at a unit of work failed.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),

    attempt: z.int().positive(),
    worker: z.string(),
    fence: z.int().positive(),
    error: z.string(),
  }),
);
