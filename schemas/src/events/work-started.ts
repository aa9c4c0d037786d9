import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** A session was begun for a unit of work, or is about to begin in this folder. */
export const WorkStarted = defineEvent(
  'work.started',
  'bus',
  'A session was begun for a unit of work, or is about to begin in this folder.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),
    attempt: z.int().positive(),
    worker: z.string(),
    fence: z.int().positive(),
    harness: z.string().optional(),
    /** Our id of the session, where it is known before the session tells of itself. */
    session: z.string().optional(),
    /** The folder made for this attempt, absolute: a session that begins in it works on the item. */
    folder: z.string().optional(),
    host: z.string().optional(),
    cause: cause.optional(),
  }),
);
