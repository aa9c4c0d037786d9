import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** The conversation so far was replaced by a summary. */
export const SessionCompacted = defineEvent(
  'session.compacted',
  'session',
  'The conversation so far was replaced by a summary.',
  z.strictObject({
    trigger: z.string(),
    summary: text.optional(),
    tokensBefore: z.int().optional(),
    tokensAfter: z.int().optional(),
  }),
);
