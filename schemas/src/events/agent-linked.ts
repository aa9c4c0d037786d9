import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** It became known which call and which agent started a subagent. */
export const AgentLinked = defineEvent(
  'agent.linked',
  'session',
  'It became known which call and which agent started a subagent.',
  z.strictObject({
    agent: z.string(),
    call: z.string(),
    parent: z.string().optional(),
    type: z.string().optional(),
    description: z.string().optional(),
    depth: z.int().optional(),
  }),
);
