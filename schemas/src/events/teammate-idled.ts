import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A teammate ran out of things to do. */
export const TeammateIdled = defineEvent(
  'teammate.idled',
  'session',
  'A teammate ran out of things to do.',
  z.strictObject({
    teammate: z.string(),
    team: z.string().optional(),
  }),
);
