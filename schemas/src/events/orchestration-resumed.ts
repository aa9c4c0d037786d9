import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** Rules may act again. */
export const OrchestrationResumed = defineEvent(
  'orchestration.resumed',
  'bus',
  'Rules may act again.',
  z.strictObject({
    by: z.string(),
    reason: z.string().optional(),
  }),
);
