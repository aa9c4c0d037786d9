import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** Captured payloads were given up because the spool was full. */
export const CaptureDropped = defineEvent(
  'capture.dropped',
  'bus',
  'Captured payloads were given up because the spool was full.',
  z.strictObject({
    entries: z.int().positive(),
    reason: z.string(),
  }),
);
