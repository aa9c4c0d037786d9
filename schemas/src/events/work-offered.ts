import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { json } from '../shapes.ts';

/** A unit of work was put up for a downstream agent. */
export const WorkOffered = defineEvent(
  'work.offered',
  'bus',
  'A unit of work was put up for a downstream agent.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),

    payload: json,
    attempt: z.int().positive(),
    attemptsMax: z.int().positive(),
    by: z.string(),
    firing: z.string().optional(),
  }),
);
