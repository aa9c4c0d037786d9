import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** The agent finished its turn. */
export const TurnEnded = defineEvent(
  'turn.ended',
  'turn',
  'The agent finished its turn.',
  z.strictObject({
    text: text.optional(),
    /** Work that goes on behind the turn: shells and subagents still running. */
    background: z
      .array(
        z.strictObject({
          id: z.string(),
          type: z.string().optional(),
          status: z.string().optional(),
          description: z.string().optional(),
        }),
      )
      .optional(),
    /** True when a hook sent the agent back to work after an earlier end of this turn. */
    continued: z.boolean().optional(),
    nativePrompt: z.string().optional(),
  }),
);
