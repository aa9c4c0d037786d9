import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** The agent, or the harness on its behalf, said something. */
export const MessageSent = defineEvent(
  'message.sent',
  'message',
  'The agent, or the harness on its behalf, said something.',
  z.strictObject({
    role: z.enum(['assistant', 'system', 'subagent']),
    text: text.optional(),
    thinking: text.optional(),
    /** The model provider's id of the message; several events may carry parts of one message. */
    nativeMessage: z.string().optional(),
    model: z.string().optional(),
    stopReason: z.string().optional(),
  }),
);
