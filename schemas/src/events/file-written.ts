import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { hunk, text } from '../shapes.ts';

/** The agent created, changed, moved or deleted a file. */
export const FileWritten = defineEvent(
  'file.written',
  'file',
  'The agent created, changed, moved or deleted a file.',
  z.strictObject({
    path: z.string(),
    call: z.string().optional(),
    how: z.enum(['create', 'edit', 'delete', 'move']),
    /** Where it was before a move. */
    from: z.string().optional(),
    /** SHA-256 of the content before and after, where all of it was seen. */
    hashBefore: z.string().optional(),
    hashAfter: z.string().optional(),
    before: text.optional(),
    after: text.optional(),
    patch: z.array(hunk).optional(),
    linesAdded: z.int().optional(),
    linesRemoved: z.int().optional(),
  }),
);
