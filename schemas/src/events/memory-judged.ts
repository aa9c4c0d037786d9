import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** Somebody said whether a memory helped. */
export const MemoryJudged = defineEvent(
  'memory.judged',
  'bus',
  'Somebody said whether a memory helped.',
  z.strictObject({
    memory: z.string(),
    verdict: z.enum(['helpful', 'harmful']),
    by: z.enum(['person', 'agent']),
    note: z.string().max(1_000).optional(),
  }),
);
