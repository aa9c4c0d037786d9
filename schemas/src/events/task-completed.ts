import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A task on the list that agents share was done. */
export const TaskCompleted = defineEvent(
  'task.completed',
  'message',
  'A task on the list that agents share was done.',
  z.strictObject({
    task: z.string(),
    title: z.string(),
    description: z.string().optional(),
    teammate: z.string().optional(),
    team: z.string().optional(),
  }),
);
