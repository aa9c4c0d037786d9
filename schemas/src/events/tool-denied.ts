import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { callFields, json, text } from '../shapes.ts';

/** A tool call was not allowed to run. */
export const ToolDenied = defineEvent(
  'tool.denied',
  'tool',
  'A tool call was not allowed to run.',
  z.strictObject({
    ...callFields,
    outcome: z.literal('denied'),
    by: z.enum(['rule', 'hook', 'classifier', 'person', 'nobody', 'unknown']),
    reason: text.optional(),
    input: json.optional(),
  }),
);
