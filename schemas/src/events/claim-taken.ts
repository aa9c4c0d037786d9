import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** Somebody took an exclusive hold on a path or a task. */
export const ClaimTaken = defineEvent(
  'claim.taken',
  'bus',
  'Somebody took an exclusive hold on a path or a task.',
  z.strictObject({
    claim: z.string(),
    kind: z.enum(['path', 'glob', 'task']),
    /** What is held: a path or glob relative to the repository, or the name of a task. */
    resource: z.string(),
    holder: z.string(),
    /** Grows with every taking of the resource. */
    fence: z.int().positive(),
    expiresAt: z.iso.datetime(),
    /** The session it was taken for, where there is one. */
    holderSession: z.string().optional(),
    purpose: z.string().max(500).optional(),
    cause: cause.optional(),
  }),
);
