import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';
import { json } from '../shapes.ts';

/** The units of work that one was split into came together. */
export const WorkJoined = defineEvent(
  'work.joined',
  'bus',
  'The units of work that one was split into came together.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),
    attempt: z.int().positive(),
    outcome: z.enum(['all-done', 'any-failed', 'any-done', 'time-up']),
    done: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    open: z.int().nonnegative(),
    /** What the parts brought, where the unit of work goes on with it. */
    parts: z.array(json).max(1_000).optional(),
    cause: cause.optional(),
  }),
);
