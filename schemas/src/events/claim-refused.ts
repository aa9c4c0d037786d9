import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** Somebody wanted what another holds, or spoke for a hold that is not theirs any more. */
export const ClaimRefused = defineEvent(
  'claim.refused',
  'bus',
  'Somebody wanted what another holds, or spoke for a hold that is not theirs any more.',
  z.strictObject({
    kind: z.enum(['path', 'glob', 'task']),
    resource: z.string(),
    wantedBy: z.string(),
    /** take: it is held. renew, release: the fence is not the one it is held with. */
    report: z.enum(['take', 'renew', 'release']),
    holder: z.string().optional(),
    fence: z.int().nonnegative().optional(),
    cause: cause.optional(),
  }),
);
