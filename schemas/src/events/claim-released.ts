import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** An exclusive hold ended. */
export const ClaimReleased = defineEvent(
  'claim.released',
  'bus',
  'An exclusive hold ended.',
  z.strictObject({
    claim: z.string(),
    kind: z.enum(['path', 'glob', 'task']),
    /** What is held: a path or glob relative to the repository, or the name of a task. */
    resource: z.string(),
    holder: z.string(),
    /** Grows with every taking of the resource. */
    fence: z.int().positive(),
    reason: z.enum(['released', 'expired', 'revoked']),
    by: z.string(),
    cause: cause.optional(),
  }),
);
