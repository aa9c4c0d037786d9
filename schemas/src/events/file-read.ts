import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** The agent read a file. */
export const FileRead = defineEvent(
  'file.read',
  'file',
  'The agent read a file.',
  z.strictObject({
    path: z.string(),
    call: z.string().optional(),
    /** SHA-256 of the whole content, when all of it was seen. */
    hash: z.string().optional(),
    content: text.optional(),
    startLine: z.int().optional(),
    lines: z.int().optional(),
    totalLines: z.int().optional(),
  }),
);
