import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** It was said that two names are of one project: what was seen under `alias` belongs to `project`. */
export const ProjectAliased = defineEvent(
  'project.aliased',
  'bus',
  'It was said that two names are of one project: what was seen under `alias` belongs to `project`.',
  z.strictObject({
    alias: z.string().min(1).max(512),
    project: z.string().min(1).max(512),
    /** True where it is taken back. */
    undone: z.boolean().optional(),
    by: z.string(),
  }),
);
