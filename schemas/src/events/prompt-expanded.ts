import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** A typed command became a longer prompt. */
export const PromptExpanded = defineEvent(
  'prompt.expanded',
  'turn',
  'A typed command became a longer prompt.',
  z.strictObject({
    command: z.string(),
    arguments: z.string().optional(),
    source: z.string().optional(),
    text: text.optional(),
  }),
);
