import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A prompt was refused before the agent saw it. */
export const PromptBlocked = defineEvent(
  'prompt.blocked',
  'turn',
  'A prompt was refused before the agent saw it.',
  z.strictObject({
    reason: z.string().optional(),
  }),
);
