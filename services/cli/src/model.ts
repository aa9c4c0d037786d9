import { z } from 'zod';

/*
 * What the command line reads of the API's answers. Fields it does not name pass through to --json as they are, so a
 * newer bus may say more.
 */

export const text = z.union([
  z.string(),
  z.looseObject({ body: z.string(), bytes: z.number(), head: z.string(), tail: z.string() }),
]);

/** A text of any length; a long one shows its beginning and end. */
export type Text = z.infer<typeof text>;

const optional = <Type extends z.ZodType>(type: Type) => type.nullish();

const session = z.looseObject({
  session: z.string(),
  nativeSession: optional(z.string()),
  harness: optional(z.string()),
  harnessVersion: optional(z.string()),
  state: z.string(),
  waitingFor: z.unknown(),
  project: optional(z.string()),
  projectName: optional(z.string()),
  branch: optional(z.string()),
  cwd: optional(z.string()),
  actor: optional(z.string()),
  host: optional(z.string()),
  model: optional(z.string()),
  title: optional(z.string()),
  startedAt: optional(z.string()),
  lastEventAt: z.string(),
  endedAt: optional(z.string()),
  endReason: optional(z.string()),
  turns: z.number(),
  calls: z.number(),
  failures: z.number(),
  filesRead: z.number(),
  filesWritten: z.number(),
  agents: z.number(),
  events: z.number(),
  costUsd: optional(z.number()),
  tokens: z.looseObject({
    input: optional(z.number()),
    output: optional(z.number()),
    cacheRead: optional(z.number()),
    cacheWrite: optional(z.number()),
  }),
  firstPosition: z.number(),
  lastPosition: z.number(),
  quarantined: optional(z.boolean()),
  /** Where its events came from: `hook`, `transcript`, `import` and others. */
  origins: z.array(z.string()),
  completeness: z.looseObject({
    byHooks: z.number().nullable(),
    byRecord: z.number().nullable(),
    merged: z.number().nullable(),
    missing: z.array(z.string()),
    missingTotal: optional(z.number()),
    unmapped: z.number(),
    dropped: z.number(),
    openCalls: z.number(),
  }),
});
export type Session = z.infer<typeof session>;

export const parseSession = (row: unknown): Session => session.parse(row);

const entry = z.looseObject({
  type: z.enum(['turn', 'call', 'message', 'file', 'agent', 'plan', 'usage']),
  id: z.string(),
  at: optional(z.string()),
  order: z.string(),
  position: z.number(),
  agent: optional(z.string()),
  turn: optional(z.string()),
});

const turn = entry.extend({
  type: z.literal('turn'),
  prompt: optional(text),
  by: optional(z.string()),
  outcome: z.string(),
  durationMs: optional(z.number()),
});
const call = entry.extend({
  type: z.literal('call'),
  call: z.string(),
  nativeCall: optional(z.string()),
  tool: z.string(),
  effects: z.array(z.looseObject({ type: z.string(), object: optional(z.string()) })).nullish(),
  description: optional(z.string()),
  outcome: z.string(),
  exitCode: optional(z.number()),
  durationMs: optional(z.number()),
  error: optional(text),
  reason: optional(text),
  deniedBy: optional(z.string()),
  spawned: optional(z.string()),
});
const file = entry.extend({
  type: z.literal('file'),
  path: z.string(),
  how: z.string(),
  linesAdded: optional(z.number()),
  linesRemoved: optional(z.number()),
});
const agent = entry.extend({
  type: z.literal('agent'),
  agent: z.string(),
  parent: optional(z.string()),
  agentType: optional(z.string()),
  description: optional(z.string()),
  outcome: optional(z.string()),
});
const usage = entry.extend({
  type: z.literal('usage'),
  model: optional(z.string()),
  inputTokens: optional(z.number()),
  outputTokens: optional(z.number()),
  cacheReadTokens: optional(z.number()),
  cacheWriteTokens: optional(z.number()),
  costUsd: optional(z.number()),
});
const other = entry.extend({ type: z.enum(['message', 'plan']) });

const timelineEntry = z.discriminatedUnion('type', [turn, call, file, agent, usage, other]);

/** One entry of a session's time line. */
export type Entry = z.infer<typeof timelineEntry>;
export type Call = z.infer<typeof call>;
export type Turn = z.infer<typeof turn>;
export type File = z.infer<typeof file>;
export type Agent = z.infer<typeof agent>;
export type Usage = z.infer<typeof usage>;

export const parseEntry = (row: unknown): Entry => timelineEntry.parse(row);

/** The beginning of a text, whatever its length. */
export function beginning(of: Text | null | undefined): string {
  if (of === null || of === undefined) return '';
  return typeof of === 'string' ? of : `${of.head}…`;
}
