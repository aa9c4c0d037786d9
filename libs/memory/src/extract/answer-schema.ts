import { z } from 'zod';

/** Kinds that a model may propose. */
export const extractedKinds = ['decision', 'directive', 'preference', 'procedure', 'fact'] as const;

/** One proposed memory, with everything that is checked about it besides its quote. */
export const proposedItem = z.object({
  kind: z.enum(extractedKinds),
  about: z.string().trim().min(1).max(200),
  statement: z.string().trim().min(1).max(240),
  why: z.string().trim().max(1_000).nullish(),
  evidence: z.array(z.int().positive()).min(1).max(8),
  quote: z.string().trim().min(1).max(160),
  confidence: z.number().min(0).max(1),
  supersedes: z.string().trim().min(1).max(200).nullish(),
});

const text = (description: string) => ({ type: 'string', description });
const textOrNull = (description: string) => ({ type: ['string', 'null'], description });

/**
 * The same as JSON Schema for `response_format`. Lengths are said in words only: several endpoints refuse schemas that
 * bound them, and everything is checked again in any case.
 */
export const answerJsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['items'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'about', 'statement', 'why', 'evidence', 'quote', 'confidence', 'supersedes'],
        properties: {
          kind: { type: 'string', enum: [...extractedKinds] },
          about: text('What it is about, in a few words; the same words for the same thing. At most 200 characters'),
          statement: text('One sentence that is true without this session. At most 240 characters'),
          why: textOrNull('The reason, where one was given'),
          evidence: {
            type: 'array',
            items: { type: 'integer' },
            description: 'One to eight numbers of the lines that say so',
          },
          quote: text('Copied from one of these lines, character by character. At most 160 characters'),
          confidence: { type: 'number', description: 'From 0 to 1' },
          supersedes: textOrNull('What an earlier memory is about that this one replaces'),
        },
      },
    },
  },
} as const;
