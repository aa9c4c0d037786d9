import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { callFields, json } from '../shapes.ts';

/** A tool call began; its input is as the model asked. */
export const ToolStarted = defineEvent(
  'tool.started',
  'tool',
  'A tool call began; its input is as the model asked.',
  z.strictObject({
    ...callFields,
    input: json,
    /** What the model said it was about, where the tool asks for that. */
    description: z.string().optional(),
    permissionMode: z.string().optional(),
  }),
);
