import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** A harness began to shorten the conversation. */
export const CompactionStarted = defineEvent(
  'compaction.started',
  'session',
  'A harness began to shorten the conversation.',
  z.strictObject({
    trigger: z.string(),
    instructions: text.optional(),
  }),
);
