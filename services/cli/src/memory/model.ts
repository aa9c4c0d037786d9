import { z } from 'zod';

/* What `hookline memory` reads of the API's answers. More fields pass through to --json as they are. */

export const memory = z.looseObject({
  id: z.string(),
  shortId: z.string(),
  kind: z.string(),
  label: z.string(),
  project: z.string(),
  scope: z.string(),
  about: z.string(),
  title: z.string(),
  statement: z.string(),
  status: z.string(),
  statusNow: z.string(),
  reason: z.string(),
  explanation: z.string(),
  pinned: z.boolean(),
  edited: z.boolean(),
  origin: z.string(),
  trust: z.string(),
  support: z.looseObject({ events: z.number(), sessions: z.number(), actors: z.number() }),
  contradicted: z.number(),
  helpful: z.number(),
  harmful: z.number(),
  ignored: z.number(),
  confidence: z.number(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullish(),
  supersededBy: z.string().nullish(),
  anchors: z.array(z.string()),
  positions: z.looseObject({ from: z.number(), to: z.number() }),
});
export type Memory = z.infer<typeof memory>;

export const reasons = z.looseObject({
  memory,
  evidence: z.array(
    z.looseObject({
      position: z.number(),
      session: z.string(),
      actor: z.string().nullish(),
      time: z.string().nullish(),
      role: z.string(),
      summary: z.string(),
      revoked: z.boolean(),
    }),
  ),
  shown: z.array(
    z.looseObject({
      session: z.string(),
      time: z.string(),
      surface: z.string(),
      heldOut: z.boolean(),
      outcome: z.string(),
    }),
  ),
  hiddenSessions: z.number(),
});

export const written = z.looseObject({
  id: z.string(),
  position: z.number(),
  by: z.enum(['person', 'agent']).optional(),
});
