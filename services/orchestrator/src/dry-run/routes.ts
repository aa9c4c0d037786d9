import { setImmediate as pause } from 'node:timers/promises';
import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '@hookline/db';
import { ApiError, type App, answers, readSince, security } from '@hookline/http';
import { type Rule, TooMuchTimeError } from '@hookline/rules';
import type { RouteParts } from '../routes/index.ts';
import { type Checked, checkText } from '../sources/check.ts';
import { faultLine, type RuleText } from '../sources/source.ts';
import { type DryRunOfRule, type DryRunOptions, dryRun, firingsMax, TooMuchToReadError } from './dry-run.ts';

const position = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const body = z
  .strictObject({
    rules: z
      .array(
        z.strictObject({
          name: z.string().max(500),
          text: z.string().max(65_536),
          recordings: z
            .record(z.string().max(500), z.string())
            .optional()
            .openapi({ description: 'Texts of the recordings that its tests name, by their paths' }),
        }),
      )
      .min(1)
      .max(100),
    since: z
      .string()
      .optional()
      .openapi({ description: 'Over the events since then: a time, or how long ago (24h, 30d)' }),
    from: position.optional().openapi({ description: 'Over the events from this position on' }),
    until: position.optional().openapi({ description: 'Up to this position, with it' }),
    session: z.string().max(512).optional().openapi({ description: 'Over this session, as if it were the only one' }),
    asIfLive: z
      .boolean()
      .default(false)
      .openapi({ description: 'Takes imported history as heard of when it happened; otherwise it never acts' }),
    tests: z.boolean().default(true).openapi({ description: 'Whether the own tests of the rules are run' }),
  })
  .openapi('RuleTestRequest');

const event = z.object({
  id: z.string(),
  position: z.int(),
  kind: z.string(),
  time: z.string(),
  session: z.string().nullable(),
  step: z.int(),
});
const cost = z
  .number()
  .nullable()
  .openapi({ description: 'From what such work cost so far; null where that is unknown' });
const result = z
  .object({
    rule: z.string(),
    version: z.string().optional(),
    tests: z.array(
      z.object({
        test: z.string(),
        passed: z.boolean(),
        expected: z.int(),
        found: z.int(),
        message: z.string().nullable(),
      }),
    ),
    firings: z.array(
      z.object({
        firing: z.string(),
        key: z.string(),
        position: z.int(),
        time: z.string(),
        session: z.string().nullable(),
        inputs: z.array(event),
        would: z.array(z.string()).openapi({ description: 'What each action would do, in one line' }),
        costUsd: cost,
      }),
    ),
    found: z.int().openapi({ description: `How often it would have fired; at most ${firingsMax} are listed` }),
    held: z.array(z.object({ by: z.string(), reason: z.string(), count: z.int() })),
    pauses: z.array(z.string()).openapi({ description: 'Why it would have been paused' }),
    problems: z.array(z.string()),
    events: z.int(),
    costUsd: cost,
    tookMs: z.number(),
  })
  .openapi('RuleTestResult');
type Result = z.infer<typeof result>;

/** Each takes a processor for seconds: more at once would keep live rules waiting. */
const atOnceMax = 2;
const timeoutMs = 240_000;

/** `POST /v1/rules/test` */
export function addDryRunRoutes(
  app: App,
  { db, allow, signal, budgets }: Pick<RouteParts, 'db' | 'allow' | 'signal' | 'budgets'>,
): void {
  let running = 0;
  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/rules/test',
      summary: 'What rules would have done over history, and what their own tests say; nothing is done',
      security,
      middleware: allow('read'),
      request: { body: { required: true, content: { 'application/json': { schema: body } } } },
      responses: answers('A result for each rule', z.object({ results: z.array(result) })),
    }),
    async (c) => {
      const { rules, since, tests, ...window } = c.req.valid('json');
      if (running >= atOnceMax) {
        const hint = 'try again in a moment';
        throw new ApiError(429, 'busy', `${atOnceMax} dry runs are under way already`, { hint });
      }
      running += 1;
      try {
        const results = await resultsOf(db, rules, tests, {
          ...window,
          since: since === undefined ? undefined : readSince(since),
          project: c.get('grant').project,
          budgets,
          signal: AbortSignal.any([signal, c.req.raw.signal, AbortSignal.timeout(timeoutMs)]),
          nowMs: Date.now(),
        });
        return c.json({ results }, 200);
      } catch (error) {
        if (error instanceof TooMuchToReadError || error instanceof TooMuchTimeError)
          throw new ApiError(400, 'bad-request', error.message);
        if (error instanceof DOMException && error.name === 'TimeoutError') {
          throw new ApiError(400, 'bad-request', `the dry run took longer than ${timeoutMs / 1_000} s`, {
            hint: 'ask for a later beginning, or fewer rules',
          });
        }
        throw error;
      } finally {
        running -= 1;
      }
    },
  );
}

type Given = z.infer<typeof body>['rules'][number];

async function resultsOf(
  db: Database,
  given: readonly Given[],
  tests: boolean,
  options: DryRunOptions,
): Promise<Result[]> {
  const startMs = performance.now();
  const checked: Checked[] = [];
  for (const one of given) {
    options.signal.throwIfAborted();
    checked.push(await checkText(textOf(one), { tests }));
    // Live rules come between two that are asked about.
    await pause();
  }
  const runs = new Map<Checked, DryRunOfRule & { events: number }>();
  for (const pass of passesOf(checked)) {
    const { events, rules } = await dryRun(db, [...pass.keys()], options);
    for (const [rule, one] of pass) runs.set(one, { ...rules.get(rule.name)!, events });
  }
  const tookMs = Math.round(performance.now() - startMs);
  return checked.map((one) => {
    const { rule, text, checks } = one;
    return {
      rule: rule?.name ?? text.path,
      ...(rule !== undefined && { version: rule.version }),
      tests: checks.tests.map(({ name: test, ...result }) => ({ test, ...result })),
      problems: 'faults' in one ? one.faults.map(faultLine) : [],
      ...shownRun(runs.get(one)),
      tookMs,
    };
  });
}

function textOf({ name, text, recordings = {} }: Given): RuleText {
  return {
    origin: 'api',
    path: name,
    text,
    by: async () => '',
    recording: async (path) => (Object.hasOwn(recordings, path) ? recordings[path] : undefined),
  };
}

/** Rules that run together, so that history is read once; of one name never two. */
function passesOf(checked: readonly Checked[]): Map<Rule, Checked>[] {
  const passes: Map<Rule, Checked>[] = [];
  for (const one of checked) {
    const { rule } = one;
    if (rule === undefined) continue;
    const free = passes.find((pass) => [...pass.keys()].every(({ name }) => name !== rule.name));
    if (free !== undefined) free.set(rule, one);
    else passes.push(new Map([[rule, one]]));
  }
  return passes;
}

function shownRun(run: (DryRunOfRule & { events: number }) | undefined) {
  return {
    firings: (run?.firings ?? []).map((one) => ({ ...one, inputs: [...one.inputs], would: [...one.would] })),
    found: run?.found ?? 0,
    held: [...(run?.held ?? [])],
    pauses: [...(run?.pauses ?? [])],
    events: run?.events ?? 0,
    costUsd: run === undefined ? null : run.costUsd,
  };
}
