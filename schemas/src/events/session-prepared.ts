import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A harness ran its set-up for a project. */
export const SessionPrepared = defineEvent(
  'session.prepared',
  'session',
  'A harness ran its set-up for a project.',
  z.strictObject({
    trigger: z.string(),
  }),
);
