import { z } from 'zod';

export const claimShape = z.looseObject({
  id: z.string(),
  project: z.string(),
  kind: z.enum(['path', 'glob', 'task']),
  resource: z.string(),
  holder: z.string(),
  session: z.string().nullable(),
  fence: z.number(),
  purpose: z.string().nullable(),
  state: z.enum(['held', 'released', 'expired', 'revoked']),
  takenAt: z.string(),
  expiresAt: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  firing: z.string().nullable(),
});
/** An exclusive hold. Its fence grows with every taking in the project: what it guards can refuse an older one. */
export type Claim = z.infer<typeof claimShape>;

export const claimPage = z.object({ claims: z.array(claimShape), next: z.string().nullable() });

/** The answer to a taking: the claim, or that somebody else has it. */
export const takenOrHeld = z.union([
  z.object({ error: z.object({ message: z.string() }), held: claimShape }).transform((refused) => ({ refused })),
  claimShape.transform((claim) => ({ claim })),
]);

const side = z.looseObject({
  session: z.string().nullable(),
  holder: z.string().nullable(),
  position: z.number().nullable(),
  time: z.string(),
  actor: z.string().nullable(),
  branch: z.string().nullable(),
  folder: z.string().nullable(),
  intent: z.string().nullable(),
  claim: z.string().nullable(),
});

const conflictShape = z.looseObject({
  id: z.string(),
  project: z.string(),
  path: z.string(),
  why: z.enum(['both-wrote', 'claimed']),
  detectedAt: z.string(),
  lastAt: z.string(),
  position: z.number(),
  open: z.boolean(),
  closedAt: z.string().nullable(),
  closedWhy: z.string().nullable(),
  sameFolder: z.boolean(),
  sides: z.array(side),
});
/** Two sessions at work on one path, or one on what somebody else holds. */
export type Conflict = z.infer<typeof conflictShape>;

export const conflictPage = z.object({ conflicts: z.array(conflictShape), next: z.string().nullable() });
