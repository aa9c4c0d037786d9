import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** A request to a model failed. */
export const ModelFailed = defineEvent(
  'model.failed',
  'model',
  'A request to a model failed.',
  z.strictObject({
    model: z.string().optional(),
    error: z.string(),
    details: text.optional(),
    attempt: z.int().optional(),
  }),
);
