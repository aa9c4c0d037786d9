import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';
import { json } from '../shapes.ts';

const first = {
  item: z.string(),
  queue: z.string(),
  payload: json,
  attempt: z.int().positive(),
  attemptsMax: z.int().positive(),
  by: z.string(),
  firing: z.string().optional(),
};

/** A unit of work was put up for a downstream agent. */
export const WorkOffered = defineEvent(
  'work.offered',
  'bus',
  'A unit of work was put up for a downstream agent.',
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    /** Higher first; 0 where absent. */
    priority: z.int().optional(),
    parent: z.string().optional(),
    /** Our id of the session that it is about. */
    session: z.string().optional(),
    /** Which harness is to work on it. */
    harness: z.string().optional(),
    /** Not taken before, and not taken after. */
    dueAt: z.iso.datetime().optional(),
    expiresAt: z.iso.datetime().optional(),
    /** How long an attempt may run. */
    timeoutMs: z.int().positive().optional(),
    cause: cause.optional(),
  }),
  (before) => before,
);
