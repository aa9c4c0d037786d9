import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A further folder was opened to the session. */
export const DirectoryAdded = defineEvent(
  'directory.added',
  'session',
  'A further folder was opened to the session.',
  z.strictObject({
    path: z.string(),
    source: z.string().optional(),
  }),
);
