import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** It was said which projects are a team's. An empty list takes the team away. */
export const TeamChanged = defineEvent(
  'team.changed',
  'bus',
  "It was said which projects are a team's. An empty list takes the team away.",
  z.strictObject({
    team: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
    projects: z.array(z.string()).max(1_000),
    by: z.string(),
  }),
);
