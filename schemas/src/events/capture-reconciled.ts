import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** Two sources of one session were compared. */
export const CaptureReconciled = defineEvent(
  'capture.reconciled',
  'bus',
  'Two sources of one session were compared.',
  z.strictObject({
    byHooks: z.int().nonnegative(),
    byRecord: z.int().nonnegative(),
    merged: z.int().nonnegative(),
    /** Ids, in the harness's words, of what the record has and the hooks did not deliver. */
    missing: z.array(z.string()),
  }),
);
