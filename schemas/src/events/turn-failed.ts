import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** The turn ended in an error of the model or of the harness. */
export const TurnFailed = defineEvent(
  'turn.failed',
  'turn',
  'The turn ended in an error of the model or of the harness.',
  z.strictObject({
    error: z.string(),
    details: text.optional(),
    text: text.optional(),
    nativePrompt: z.string().optional(),
  }),
);
