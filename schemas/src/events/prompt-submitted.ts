import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** A prompt reached the agent. It opens a turn, whose id is this event's, or joins the running one that `turn` names. */
export const PromptSubmitted = defineEvent(
  'prompt.submitted',
  'turn',
  "A prompt reached the agent. It opens a turn, whose id is this event's, or joins the running one that `turn` names.",
  z.strictObject({
    text,
    /** Who wrote it: a person, another agent, or the harness itself (a task notification, a continuation). */
    by: z.enum(['person', 'agent', 'harness']),
    /** For prompts the harness wrote: what kind. */
    reason: z.string().optional(),
    nativePrompt: z.string().optional(),
    /** True when it arrived while the turn before it was still running. */
    midTurn: z.boolean().optional(),
    permissionMode: z.string().optional(),
  }),
);
