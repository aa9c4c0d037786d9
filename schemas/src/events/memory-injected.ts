import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { text } from '../shapes.ts';

const first = {
  surface: z.string(),
  memories: z.array(z.string()),
  tokens: z.int().nonnegative(),
  text: text.optional(),
};

/** Memories were put in front of an agent, or would have been in a session that is told nothing for comparison. */
export const MemoryInjected = defineEvent(
  'memory.injected',
  'bus',
  'Memories were put in front of an agent.',
  z.strictObject(first),
).evolve(
  z.strictObject({
    ...first,
    /** True in a session that is held out: it was told nothing, and this is what it would have been told. */
    heldOut: z.boolean().optional(),
    /** What called for it: a path, a command, an error signature. */
    about: z.string().optional(),
    /** The call it was told at, where it was a call. */
    call: z.string().optional(),
    /** What was found and left out, with the reason: `budget`, `repeated`, `floor` ... */
    dropped: z.array(z.strictObject({ memory: z.string(), reason: z.string() })).optional(),
  }),
  (before) => before,
);
