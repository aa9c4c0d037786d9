import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A session that had ended, or had been left, went on. */
export const SessionResumed = defineEvent(
  'session.resumed',
  'session',
  'A session that had ended, or had been left, went on.',
  z.strictObject({
    nativeSession: z.string(),
    source: z.string().optional(),
    cwd: z.string().optional(),
    model: z.string().optional(),
    host: z.string().optional(),
    pid: z.int().optional(),
    transcriptPath: z.string().optional(),
    secondsSinceLastResponse: z.number().optional(),
    contextTokens: z.number().optional(),
  }),
);
