import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** A worker told how far it is. */
export const WorkProgressed = defineEvent(
  'work.progressed',
  'bus',
  'A worker told how far it is.',
  z.strictObject({
    item: z.string(),
    queue: z.string(),
    attempt: z.int().positive(),
    worker: z.string(),
    fence: z.int().positive(),
    note: z.string().max(2_000).optional(),
    /** From 0 to 1. */
    share: z.number().min(0).max(1).optional(),
    cause: cause.optional(),
  }),
);
