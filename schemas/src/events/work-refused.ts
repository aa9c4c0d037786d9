import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** A report on a unit of work came from somebody who does not hold it, and was not counted. */
export const WorkRefused = defineEvent(
  'work.refused',
  'bus',
  'A report on a unit of work came from somebody who does not hold it, and was not counted.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),
    report: z.enum(['done', 'failed', 'progress', 'heartbeat', 'started', 'split', 'cancelled']),
    /** What the report came with. */
    fence: z.int().nonnegative(),
    /** What the item stands at. */
    current: z.int().nonnegative(),
    state: z.string(),
    by: z.string(),
    cause: cause.optional(),
  }),
);
