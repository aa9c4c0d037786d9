import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { tokens } from '../shapes.ts';

/** A model answered a request. */
export const ModelCalled = defineEvent(
  'model.called',
  'model',
  'A model answered a request.',
  z.strictObject({
    model: z.string(),
    nativeMessage: z.string().optional(),
    nativeRequest: z.string().optional(),
    tokens,
    durationMs: z.number().nonnegative().optional(),
    costUsd: z.number().nonnegative().optional(),
    stopReason: z.string().optional(),
    /** In the harness's words: standard, priority, batch ... */
    serviceTier: z.string().optional(),
  }),
);
