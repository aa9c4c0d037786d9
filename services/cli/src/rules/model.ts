import { z } from 'zod';

const fault = z.looseObject({
  path: z.string().nullish(),
  rule: z.string().nullish(),
  line: z.number().nullish(),
  column: z.number().nullish(),
  message: z.string(),
});
export type Fault = z.infer<typeof fault>;

const rule = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  version: z.string(),
  source: z.string(),
  path: z.string().nullish(),
  commit: z.string().nullish(),
  gate: z.number(),
  publishedAt: z.string(),
  publishedBy: z.string().nullish(),
  state: z.string(),
  paused: z.looseObject({ by: z.string(), reason: z.string(), automatic: z.boolean(), since: z.string() }).nullish(),
  firingsToday: z.number(),
  costTodayUsd: z.number().nullish(),
  failuresInRow: z.number(),
  lastFiredAt: z.string().nullish(),
  faults: z.array(fault).default([]),
});
export type Rule = z.infer<typeof rule>;

const stopped = z.looseObject({ by: z.string(), reason: z.string(), since: z.string() }).nullish();
export const ruleList = z.looseObject({ rules: z.array(rule), stopped, faults: z.array(fault).default([]) });

const ownTest = z.looseObject({
  name: z.string(),
  passed: z.boolean(),
  expected: z.number(),
  found: z.number(),
  message: z.string().nullish(),
});
const coverage = z.looseObject({
  clauses: z.array(
    z.looseObject({
      clause: z.string(),
      line: z.number().nullish(),
      times: z.number(),
      heldTrue: z.number(),
      heldFalse: z.number(),
    }),
  ),
  note: z.string().nullish(),
});
export type Coverage = z.infer<typeof coverage>;
export const ruleDetails = rule.extend({
  on: z.array(z.string()),
  text: z.string().nullish(),
  tests: z.array(ownTest),
  coverage: coverage.nullish(),
  versions: z.array(
    z.looseObject({
      version: z.string(),
      source: z.string(),
      publishedAt: z.string(),
      publishedBy: z.string(),
      withdrawnAt: z.string().nullish(),
    }),
  ),
});

const clause = z.looseObject({
  clause: z.string(),
  value: z.boolean().nullable(),
  values: z.record(z.string(), z.unknown()).default({}),
});
export type Clause = z.infer<typeof clause>;

const match = z.looseObject({
  id: z.string(),
  position: z.number(),
  kind: z.string(),
  time: z.string(),
  session: z.string().nullish(),
  values: z.array(clause).default([]),
});
const action = z.looseObject({ action: z.string(), does: z.string(), state: z.string(), id: z.string().nullish() });
export const firing = z.looseObject({
  firing: z.string(),
  rule: z.string(),
  version: z.string(),
  key: z.string(),
  position: z.number(),
  time: z.string(),
  session: z.string().nullish(),
  matches: z.array(match),
  actions: z.array(action),
});
export type Firing = z.infer<typeof firing>;

const link = z.looseObject({
  id: z.string(),
  of: z.string().nullish(),
  type: z.string(),
  title: z.string(),
  detail: z.string().nullish(),
  state: z.string().nullish(),
  time: z.string().nullish(),
  session: z.string().nullish(),
  position: z.number().nullish(),
});
export type Link = z.infer<typeof link>;
export const firingWhy = firing.extend({ chain: z.array(link) });

export const eventWhy = z.looseObject({
  event: z.looseObject({ id: z.string(), position: z.number(), kind: z.string(), time: z.string() }),
  rules: z.array(
    z.looseObject({
      rule: z.string(),
      version: z.string(),
      verdict: z.string(),
      reason: z.string(),
      firing: z.string().nullish(),
      clauses: z.array(clause),
      limits: z.array(z.looseObject({ name: z.string(), text: z.string(), ok: z.boolean() })),
    }),
  ),
});

export const held = z.looseObject({
  number: z.number(),
  rule: z.string(),
  key: z.string(),
  events: z.array(z.string()),
  position: z.number(),
  time: z.string(),
  by: z.string(),
  reason: z.string(),
});

const testResult = z.looseObject({
  rule: z.string(),
  firings: z.array(
    z.looseObject({
      firing: z.string(),
      key: z.string(),
      position: z.number(),
      time: z.string(),
      inputs: z.array(z.looseObject({ id: z.string(), position: z.number(), kind: z.string() })),
      would: z.array(z.string()),
      costUsd: z.number().nullish(),
    }),
  ),
  found: z.number(),
  held: z.array(z.looseObject({ by: z.string(), reason: z.string(), count: z.number() })),
  pauses: z.array(z.string()),
  problems: z.array(z.string()),
  events: z.number().nullish(),
  costUsd: z.number().nullish(),
  tookMs: z.number().nullish(),
});
export type TestResult = z.infer<typeof testResult>;
export const testResults = z.looseObject({ results: z.array(testResult) });
