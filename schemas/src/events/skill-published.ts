import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A person published a skill that was drafted from a procedure. */
export const SkillPublished = defineEvent(
  'skill.published',
  'bus',
  'A person published a skill that was drafted from a procedure.',
  z.strictObject({
    memory: z.string(),
    name: z.string(),
    /** How it was handed over. */
    as: z.enum(['file', 'branch']),
    /** Where it lies, relative to the repository. */
    path: z.string(),
    branch: z.string().optional(),
    /** SHA-256 of the text. */
    hash: z.string(),
    by: z.string(),
  }),
);
