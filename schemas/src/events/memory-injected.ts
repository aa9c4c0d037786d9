import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

/** Memories were put in front of an agent. */
export const MemoryInjected = defineEvent(
  'memory.injected',
  'bus',
  'Memories were put in front of an agent.',
  z.strictObject({
    surface: z.string(),
    memories: z.array(z.string()),
    tokens: z.int().nonnegative(),
    text: text.optional(),
  }),
);
