import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A policy was asked before a tool ran. */
export const GuardDecided = defineEvent(
  'guard.decided',
  'bus',
  'A policy was asked before a tool ran.',
  z.strictObject({
    policy: z.string(),
    version: z.string(),
    call: z.string().optional(),
    tool: z.string(),
    /** none: it could not be asked in time; `failed` says what that meant. */
    decision: z.enum(['allow', 'deny', 'ask', 'none']),
    /** shadow: this is what would have been decided; the harness was told nothing. */
    mode: z.enum(['enforce', 'shadow']),
    reason: z.string().max(1_000).optional(),
    /** Which part of the policy decided, from 0. */
    clause: z.int().nonnegative().optional(),
    failed: z.enum(['open', 'closed']).optional(),
    tookMs: z.number().nonnegative().optional(),
  }),
);
