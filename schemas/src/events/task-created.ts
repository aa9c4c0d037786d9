import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A task was put on the list that agents share. */
export const TaskCreated = defineEvent(
  'task.created',
  'message',
  'A task was put on the list that agents share.',
  z.strictObject({
    task: z.string(),
    title: z.string(),
    description: z.string().optional(),
    teammate: z.string().optional(),
    team: z.string().optional(),
  }),
);
