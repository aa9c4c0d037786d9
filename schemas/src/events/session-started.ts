import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A harness opened a session with an agent. */
export const SessionStarted = defineEvent(
  'session.started',
  'session',
  'A harness opened a session with an agent.',
  z.strictObject({
    /** The harness's own id of the session. */
    nativeSession: z.string(),
    /** Why it started, in the harness's words: startup, clear, resume ... */
    source: z.string().optional(),
    /** Where the harness runs, absolute. */
    cwd: z.string().optional(),
    project: z
      .strictObject({
        name: z.string(),
        remote: z.string().optional(),
        root: z.string().optional(),
        rootCommit: z.string().optional(),
      })
      .optional(),
    branch: z.string().optional(),
    model: z.string().optional(),
    title: z.string().optional(),
    /** How the harness runs: terminal, headless, sdk ... in its own words. */
    entrypoint: z.string().optional(),
    host: z.string().optional(),
    /** The process that holds the session; two processes may hold one session. */
    pid: z.int().optional(),
    transcriptPath: z.string().optional(),
    permissionMode: z.string().optional(),
    /** Our id of the session that the same process held before, when a person cleared it. */
    previousSession: z.string().optional(),
  }),
);
