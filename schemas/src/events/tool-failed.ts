import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { callFields, json, text } from '../shapes.ts';

/** A tool call ended badly, or was never valid. */
export const ToolFailed = defineEvent(
  'tool.failed',
  'tool',
  'A tool call ended badly, or was never valid.',
  z.strictObject({
    ...callFields,
    outcome: z.literal('failed'),
    /** `ran`: it ran and failed. `invalid`: it never ran (unknown tool, bad input). */
    stage: z.enum(['ran', 'invalid']),
    input: json.optional(),
    error: text,
    /** The error with its variable parts taken out, to count equal errors by. */
    errorSignature: z.string().optional(),
    durationMs: z.number().nonnegative().optional(),
    exitCode: z.int().optional(),
  }),
);
