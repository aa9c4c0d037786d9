import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A working tree that the harness had made was removed. */
export const WorktreeRemoved = defineEvent(
  'worktree.removed',
  'session',
  'A working tree that the harness had made was removed.',
  z.strictObject({
    path: z.string(),
  }),
);
