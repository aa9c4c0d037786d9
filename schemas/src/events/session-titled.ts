import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A session got its title. */
export const SessionTitled = defineEvent(
  'session.titled',
  'session',
  'A session got its title.',
  z.strictObject({
    title: z.string(),
  }),
);
