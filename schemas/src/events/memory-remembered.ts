import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** Somebody asked that something be remembered, in so many words. */
export const MemoryRemembered = defineEvent(
  'memory.remembered',
  'bus',
  'Somebody asked that something be remembered, in so many words.',
  z.strictObject({
    statement: z.string().min(1).max(240),
    as: z.enum(['directive', 'decision', 'preference', 'procedure', 'fact']),
    /** What it is about: a later statement about the same thing takes the place of this one. */
    about: z.string().min(1).max(200).optional(),
    scope: z.enum(['session', 'person', 'project']),
    /** Whose words they are. What an agent asks for is proposed only. */
    by: z.enum(['person', 'agent']),
    why: z.string().max(1_000).optional(),
    /** Paths it is about, relative to the repository. */
    files: z.array(z.string().max(1_000)).max(20).optional(),
  }),
);
