import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A session ended. */
export const SessionEnded = defineEvent(
  'session.ended',
  'session',
  'A session ended.',
  z.strictObject({
    /** In the harness's words: clear, resume, logout, prompt_input_exit, other ... */
    reason: z.string(),
    pid: z.int().optional(),
  }),
);
