import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A session began as a copy of another one. */
export const SessionForked = defineEvent(
  'session.forked',
  'session',
  'A session began as a copy of another one.',
  z.strictObject({
    nativeSession: z.string(),
    /** Our id of the session it was copied from, where anything names it. */
    parentSession: z.string().optional(),
    /** The last fact both have, as the harness names it. */
    forkPoint: z.string().optional(),
    cwd: z.string().optional(),
    model: z.string().optional(),
    host: z.string().optional(),
    pid: z.int().optional(),
    transcriptPath: z.string().optional(),
  }),
);
