import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A unit of work used up its attempts. */
export const WorkDead = defineEvent(
  'work.dead',
  'bus',
  'A unit of work used up its attempts.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),

    attempt: z.int().positive(),
    error: z.string(),
  }),
);
