import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** A dead unit of work was put up again. */
export const WorkRedriven = defineEvent(
  'work.redriven',
  'bus',
  'A dead unit of work was put up again.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),
    attempt: z.int().positive(),
    by: z.string(),
    /** True where it waits for its failed parts once more, instead of being offered itself. */
    parts: z.boolean().optional(),
    reason: z.string().optional(),
    cause: cause.optional(),
  }),
);
