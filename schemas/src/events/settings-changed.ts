import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A settings file of the harness changed while it ran. */
export const SettingsChanged = defineEvent(
  'settings.changed',
  'session',
  'A settings file of the harness changed while it ran.',
  z.strictObject({
    source: z.string(),
    path: z.string().optional(),
  }),
);
