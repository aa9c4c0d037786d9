import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { callFields } from '../shapes.ts';

/** A tool call whose end nobody saw was closed by what came after it. */
export const ToolAbandoned = defineEvent(
  'tool.abandoned',
  'tool',
  'A tool call whose end nobody saw was closed by what came after it.',
  z.strictObject({
    ...callFields,
    outcome: z.enum(['interrupted', 'unknown']),
    /** What closed it. */
    closedBy: z.enum(['prompt', 'turn', 'session', 'resume', 'time']),
  }),
);
