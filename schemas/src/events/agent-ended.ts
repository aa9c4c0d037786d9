import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { outcome, text } from '../shapes.ts';

/** A subagent, background agent or teammate stopped. */
export const AgentEnded = defineEvent(
  'agent.ended',
  'session',
  'A subagent, background agent or teammate stopped.',
  z.strictObject({
    agent: z.string(),
    type: z.string().optional(),
    text: text.optional(),
    outcome,
  }),
);
