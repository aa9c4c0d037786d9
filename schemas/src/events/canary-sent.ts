import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** The bus sent itself a sign of life, to be seen coming out of every consumer. */
export const CanarySent = defineEvent(
  'canary.sent',
  'bus',
  'The bus sent itself a sign of life, to be seen coming out of every consumer.',
  z.strictObject({
    service: z.string(),
  }),
);
