import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';
import { json } from '../shapes.ts';

/** A unit of work was split into others and waits for them. */
export const WorkSplit = defineEvent(
  'work.split',
  'bus',
  'A unit of work was split into others and waits for them.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),
    /** The attempt that was split. */
    attempt: z.int().positive(),
    children: z.array(z.string()).max(1_000),
    /** What the join waits for. */
    join: z.enum(['all-done', 'any-failed', 'any-done']),
    /** When the join fires at the latest. */
    until: z.iso.datetime().optional(),
    /** Whether children that are open then are cancelled. */
    cancelRest: z.boolean().optional(),
    /** What comes after the join: the end (where absent), the same once more, or another unit of work. */
    next: json.optional(),
    cause: cause.optional(),
  }),
);
