import { z } from 'zod';
import { text } from './model.ts';

/*
 * What the command line reads of a state; the rest passes through to --json as it is. A read model that was not asked
 * for is missing.
 */

const optional = <Type extends z.ZodType>(type: Type) => type.nullish();

const session = z.looseObject({
  title: optional(z.string()),
  harness: optional(z.string()),
  harnessVersion: optional(z.string()),
  model: optional(z.string()),
  project: optional(z.string()),
  projectName: optional(z.string()),
  branch: optional(z.string()),
  cwd: optional(z.string()),
  actor: optional(z.string()),
  startedAt: z.string(),
  endReason: optional(z.string()),
  reportedCostUsd: optional(z.number()),
});

const turn = z.looseObject({
  prompt: optional(text),
  outcome: z.string(),
  startedAt: z.string(),
  endedAt: optional(z.string()),
  closing: optional(text),
  error: optional(z.string()),
});

const call = z.looseObject({
  call: z.string(),
  tool: optional(z.string()),
  effects: z.array(z.looseObject({ object: optional(z.string()) })).nullish(),
  description: optional(z.string()),
  outcome: z.string(),
  startedAt: optional(z.string()),
  backgroundStatus: optional(z.string()),
  background: optional(z.string()),
});

const file = z.looseObject({
  path: z.string(),
  how: z.string(),
  linesAdded: optional(z.number()),
  linesRemoved: optional(z.number()),
});

const usage = z.looseObject({
  model: optional(z.string()),
  inputTokens: optional(z.number()),
  outputTokens: optional(z.number()),
  cacheReadTokens: optional(z.number()),
  cacheWriteTokens: optional(z.number()),
  costUsd: optional(z.number()),
});

const message = z.looseObject({ role: z.string(), text: optional(text), at: z.string() });

const agent = z.looseObject({
  agent: z.string(),
  type: optional(z.string()),
  description: optional(z.string()),
  outcome: z.string(),
});

const state = z.looseObject({
  session: z.string(),
  at: z.number().nullable(),
  by: z.enum(['log', 'session']),
  events: z.number(),
  asOf: z.string().nullable(),
  state: z.string().nullable(),
  waitingFor: z.looseObject({ tool: z.string(), since: z.string(), call: optional(z.string()) }).nullable(),
  plan: z.array(z.looseObject({ text: z.string(), status: z.string() })).nullable(),
  snapshot: z.looseObject({ position: z.number(), hash: z.string() }).nullable(),
  hash: z.string(),
  rows: z.looseObject({
    sessions: z.array(session).optional(),
    turns: z.array(turn).optional(),
    calls: z.array(call).optional(),
    files: z.array(file).optional(),
    messages: z.array(message).optional(),
    agents: z.array(agent).optional(),
    usage: z.array(usage).optional(),
  }),
});

/** What a session was at a moment. */
export type SessionState = z.infer<typeof state>;

export const parseState = (answer: unknown): SessionState => state.parse(answer);
