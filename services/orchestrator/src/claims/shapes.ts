import { z } from '@hono/zod-openapi';

const hourMs = 3_600_000;

/** A text that people see beside others: one line. */
const line = (charactersMax: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(charactersMax)
    .regex(/^\P{Cc}+$/u, 'expected no control characters');

const expiresInMs = z
  .int()
  .min(1_000)
  .max(7 * 24 * hourMs);

export const takeBody = z
  .strictObject({
    kind: z.enum(['path', 'glob', 'task']),
    resource: z.string().min(1).max(1_000).openapi({
      description: 'A path or glob relative to the repository (*, **, ? and {a,b}), or the name of a task',
      example: 'services/payments/**',
    }),
    project: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .openapi({ description: 'Needed where the token is for all projects' }),
    holder: line(200).openapi({ description: 'Who it is for, as others are told' }),
    session: line(512).optional().openapi({ description: 'Who it is for: what a session takes again is renewed' }),
    expiresInMs: expiresInMs.default(hourMs),
    purpose: line(500).optional(),
    id: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,128}$/, 'expected at most 128 letters, digits, dashes and underscores')
      .optional()
      .openapi({ description: 'Taken once, however often this id is asked for' }),
  })
  .openapi('ClaimTake');

const fence = z.int().positive().openapi({ description: 'As it was taken with' });
export const renewBody = z.strictObject({ fence, expiresInMs: expiresInMs.default(hourMs) }).openapi('ClaimRenew');
export const releaseBody = z.strictObject({ fence }).openapi('ClaimRelease');

export const claimShape = z
  .object({
    id: z.string(),
    project: z.string(),
    kind: z.enum(['path', 'glob', 'task']),
    resource: z.string(),
    holder: z.string(),
    session: z.string().nullable(),
    fence: z.int().openapi({
      description:
        'Proves who holds it: it grows with every taking in the project, and what comes with an older one is refused',
    }),
    purpose: z.string().nullable(),
    state: z.enum(['held', 'released', 'expired', 'revoked']),
    takenAt: z.string(),
    expiresAt: z.string(),
    endedAt: z.string().nullable(),
    endedBy: z.string().nullable(),
    firing: z.string().nullable().openapi({ description: 'The firing that took it, where a rule did' }),
  })
  .openapi('Claim');

export const heldShape = z
  .object({
    error: z.object({ code: z.literal('held'), message: z.string(), hint: z.string() }),
    held: claimShape,
  })
  .openapi('ClaimHeld');

export const listQuery = z.object({
  project: z.string().max(512).optional(),
  session: z.string().max(512).optional(),
  path: z.string().min(1).max(1_000).optional().openapi({ description: 'Only what this path is held with' }),
  state: z.enum(['held', 'all']).default('held'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().max(128).optional().openapi({ description: '`next` of the page before' }),
});
