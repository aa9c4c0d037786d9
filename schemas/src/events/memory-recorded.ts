import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A memory was proposed, changed or retired. */
export const MemoryRecorded = defineEvent(
  'memory.recorded',
  'bus',
  'A memory was proposed, changed or retired.',
  z.strictObject({
    memory: z.string(),
    memoryKind: z.string(),
    scope: z.string(),
    status: z.enum(['proposed', 'active', 'retired']),
    statement: z.string(),
    evidence: z.array(z.int().positive()),
  }),
);
