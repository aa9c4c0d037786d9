import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A watched file changed on disk; who did it is not known. */
export const FileChanged = defineEvent(
  'file.changed',
  'file',
  'A watched file changed on disk; who did it is not known.',
  z.strictObject({
    path: z.string(),
    change: z.enum(['add', 'change', 'unlink', 'unknown']),
  }),
);
