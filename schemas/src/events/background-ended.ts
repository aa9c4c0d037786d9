import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { outcome, text } from '../shapes.ts';

/** Work that a call had left running in the background ended. */
export const BackgroundEnded = defineEvent(
  'background.ended',
  'tool',
  'Work that a call had left running in the background ended.',
  z.strictObject({
    background: z.string(),
    /** The call that left it running, where it is named. */
    call: z.string().optional(),
    status: z.string(),
    outcome,
    summary: text.optional(),
    exitCode: z.int().optional(),
  }),
);
