import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** The session went on with another model. */
export const ModelSwitched = defineEvent(
  'model.switched',
  'session',
  'The session went on with another model.',
  z.strictObject({
    from: z.string().optional(),
    to: z.string(),
    source: z.string().optional(),
  }),
);
