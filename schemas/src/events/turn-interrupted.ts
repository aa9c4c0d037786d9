import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A person, or a signal, stopped the turn. */
export const TurnInterrupted = defineEvent(
  'turn.interrupted',
  'turn',
  'A person, or a signal, stopped the turn.',
  z.strictObject({
    by: z.enum(['person', 'signal', 'hook', 'unknown']),
    reason: z.string().optional(),
  }),
);
