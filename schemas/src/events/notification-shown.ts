import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** The harness told its person something. */
export const NotificationShown = defineEvent(
  'notification.shown',
  'session',
  'The harness told its person something.',
  z.strictObject({
    type: z.string(),
    message: text,
    title: z.string().optional(),
  }),
);
