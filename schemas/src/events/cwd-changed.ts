import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** The session moved to another folder. */
export const CwdChanged = defineEvent(
  'cwd.changed',
  'session',
  'The session moved to another folder.',
  z.strictObject({
    from: z.string(),
    to: z.string(),
  }),
);
