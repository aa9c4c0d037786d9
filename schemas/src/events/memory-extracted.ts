import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A language model read part of a session and proposed memories, each with a quote that was found there. */
export const MemoryExtracted = defineEvent(
  'memory.extracted',
  'bus',
  'A language model read part of a session and proposed memories, each with a quote that was found there.',
  z.strictObject({
    /** Hash of everything the answer depends on: the same window is never asked about twice. */
    extraction: z.string(),
    model: z.string(),
    prompt: z.string(),
    /** The positions that were read, first and last. */
    from: z.int().positive(),
    to: z.int().positive(),
    items: z.array(
      z.strictObject({
        kind: z.enum(['decision', 'directive', 'preference', 'procedure', 'fact']),
        about: z.string().min(1).max(200),
        statement: z.string().min(1).max(240),
        why: z.string().max(1_000).optional(),
        evidence: z.array(z.int().positive()).min(1).max(8),
        quote: z.string().min(1).max(160),
        confidence: z.number().min(0).max(1),
        /** What it is about that this takes the place of. */
        supersedes: z.string().max(200).optional(),
      }),
    ),
    /** Items that were not taken, with the reason. */
    refused: z.array(z.strictObject({ reason: z.string(), statement: z.string().max(240) })),
    tokens: z.strictObject({ input: z.int().nonnegative(), output: z.int().nonnegative() }),
  }),
);
