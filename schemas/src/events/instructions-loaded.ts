import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** A file of instructions was put before the agent. */
export const InstructionsLoaded = defineEvent(
  'instructions.loaded',
  'session',
  'A file of instructions was put before the agent.',
  z.strictObject({
    path: z.string(),
    scope: z.string().optional(),
    reason: z.string().optional(),
    content: text.optional(),
  }),
);
