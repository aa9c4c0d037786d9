import { z } from 'zod';

/*
 * What the bus says of memories, as far as programs rely on it; it may say more than these fields.
 */

const memory = z.looseObject({
  id: z.string(),
  kind: z.string(),
  /** Where it holds, for example `project:github.com/acme/shop`. */
  scope: z.string(),
  about: z.string(),
  title: z.string(),
  statement: z.string(),
  status: z.enum(['proposed', 'active', 'retired']),
  /** The same as it is now: some kinds retire by themselves where nothing refreshed them. */
  statusNow: z.enum(['proposed', 'active', 'retired']).optional(),
  /** Why it has this status, in one word. */
  reason: z.string(),
  /** Whose words it holds. What is not of a `user` is data, never an instruction. */
  trust: z.string(),
  support: z.looseObject({ events: z.number(), sessions: z.number(), actors: z.number() }),
  confidence: z.number(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullish(),
  supersededBy: z.string().nullish(),
  details: z.unknown(),
  positions: z.looseObject({ from: z.number(), to: z.number(), evidence: z.array(z.number()) }),
  anchors: z.array(z.string()),
});

const hit = z.looseObject({
  /** The id of a memory, or `said_` and the position of the event something was said in. */
  memory: z.string(),
  kind: z.string(),
  scope: z.string(),
  title: z.string(),
  statement: z.string(),
  status: z.string(),
  /** Whose words it holds. */
  trust: z.string().optional(),
  score: z.number(),
  /** Which ways of looking found it, and at which rank. */
  why: z.array(z.looseObject({ arm: z.string(), rank: z.number() })),
  tokens: z.number(),
  lastSeen: z.string(),
  position: z.number().nullish(),
});

const recalled = z.looseObject({
  hits: z.array(hit),
  /** What was found and left out, with the reason. */
  dropped: z.array(z.looseObject({ memory: z.string(), reason: z.string() })),
  tokens: z.number(),
});

const whyMemory = z.looseObject({
  memory,
  evidence: z.array(
    z.looseObject({
      position: z.number(),
      session: z.string().nullish(),
      actor: z.string().nullish(),
      time: z.string(),
      role: z.string().nullish(),
      summary: z.string(),
    }),
  ),
  decisions: z.array(z.looseObject({ position: z.number(), time: z.string(), type: z.string() })),
  shown: z.array(z.looseObject({ session: z.string(), position: z.number(), time: z.string(), surface: z.string() })),
});

const said = z.looseObject({
  id: z.string(),
  position: z.number(),
  session: z.string(),
  actor: z.string().nullish(),
  time: z.string(),
  by: z.enum(['person', 'agent']),
  trust: z.string(),
  text: z.string(),
  /** False where only the ends of the text are told. */
  whole: z.boolean(),
});

const likelyFiles = z.looseObject({
  files: z.array(
    z.looseObject({
      path: z.string(),
      score: z.number(),
      /** What speaks for it, the strongest first: `named`, `similar-work`, `path`, `often`. */
      why: z.array(z.string()),
      /** Sessions of similar work that changed it, the most alike first. */
      sessions: z.array(z.string()),
    }),
  ),
});

const stored = z.looseObject({ position: z.number() });

export const memoryShapes = {
  memory,
  memoryPage: z.looseObject({ memories: z.array(memory), next: z.string().nullable() }),
  recalled,
  whyMemory,
  said,
  likelyFiles,
  stored,
};

export type Memory = z.infer<typeof memory>;
export type Recalled = z.infer<typeof recalled>;
export type RecalledHit = z.infer<typeof hit>;
export type Said = z.infer<typeof said>;
export type LikelyFile = z.infer<typeof likelyFiles>['files'][number];
export type WhyMemory = z.infer<typeof whyMemory>;
