import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** A subagent, background agent or teammate began. */
export const AgentStarted = defineEvent(
  'agent.started',
  'session',
  'A subagent, background agent or teammate began.',
  z.strictObject({
    agent: z.string(),
    type: z.string().optional(),
    /** The call that started it, where anything names it. */
    call: z.string().optional(),
    description: z.string().optional(),
    prompt: text.optional(),
    depth: z.int().optional(),
  }),
);
