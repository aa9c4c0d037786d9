import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** All rules were told to act no more until orchestration is resumed. */
export const OrchestrationStopped = defineEvent(
  'orchestration.stopped',
  'bus',
  'All rules were told to act no more until orchestration is resumed.',
  z.strictObject({
    by: z.string(),
    reason: z.string().optional(),
  }),
);
