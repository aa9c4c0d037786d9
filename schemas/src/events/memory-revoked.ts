import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** What some sessions or people brought in no longer counts for any memory, or counts again. */
export const MemoryRevoked = defineEvent(
  'memory.revoked',
  'bus',
  'What some sessions or people brought in no longer counts for any memory, or counts again.',
  z.strictObject({
    sessions: z.array(z.string()).max(1_000),
    actors: z.array(z.string()).max(1_000),
    /** True where it is taken back. */
    undone: z.boolean(),
    by: z.string(),
    reason: z.string().max(1_000),
  }),
);
