import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { callFields, json } from '../shapes.ts';

/** A tool call ended well. */
export const ToolFinished = defineEvent(
  'tool.finished',
  'tool',
  'A tool call ended well.',
  z.strictObject({
    ...callFields,
    outcome: z.literal('ok'),
    /** The input as executed, where it differs from what was asked. */
    input: json.optional(),
    output: json.optional(),
    durationMs: z.number().nonnegative().optional(),
    exitCode: z.int().optional(),
    /** Set when the tool went on in the background: its end is a `background.ended`. */
    background: z.string().optional(),
    /** Set when the call started a subagent: its id. */
    spawned: z.string().optional(),
  }),
);
