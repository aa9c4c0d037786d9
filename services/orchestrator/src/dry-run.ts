import { createRoute, z } from '@hono/zod-openapi';
import { type Database, readArchive } from '@hookline/db';
import { type App, answers, readSince, security } from '@hookline/http';
import { matchRule, parseRule, type Rule, RuleError, runRuleTests } from '@hookline/rules';
import { readEvent } from '@hookline/schemas';
import { kindOf } from './actions/index.ts';
import type { RouteParts } from './routes.ts';

const body = z
  .strictObject({
    rules: z
      .array(z.strictObject({ name: z.string().max(500), text: z.string() }))
      .min(1)
      .max(100),
    since: z
      .string()
      .optional()
      .openapi({ description: 'Over the events since then: a time, or how long ago (24h, 30d)' }),
    session: z.string().optional(),
  })
  .openapi('RuleTestRequest');

const result = z
  .object({
    rule: z.string(),
    version: z.string().optional(),
    tests: z.array(z.object({ test: z.string(), passed: z.boolean(), expected: z.int(), found: z.int() })),
    firings: z.array(
      z.object({
        firing: z.string(),
        key: z.string(),
        position: z.int(),
        time: z.string(),
        session: z.string(),
        would: z.array(z.string()).openapi({ description: 'What each action would do, in one line' }),
      }),
    ),
    problems: z.array(z.string()),
  })
  .openapi('RuleTestResult');
type Result = z.infer<typeof result>;

const firingsMax = 1_000;

/** `POST /v1/rules/test` */
export function addRuleRoutes(app: App, { db, allow }: Pick<RouteParts, 'db' | 'allow'>): void {
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
      const { rules, since: told, session } = c.req.valid('json');
      const since = told === undefined ? undefined : readSince(told);
      const results: Result[] = [];
      for (const { name, text } of rules) results.push(await resultOf(db, name, text, since, session));
      return c.json({ results }, 200);
    },
  );
}

async function resultOf(
  db: Database,
  name: string,
  text: string,
  since: Date | undefined,
  session: string | undefined,
): Promise<Result> {
  try {
    const rule = parseRule(text, name);
    const tests = runRuleTests(rule);
    const problems = tests
      .filter((one) => !one.passed)
      .map((one) => `${one.test}: found ${one.found} firings, expected ${one.expected}`);
    const firings = await firingsOf(db, rule, since, session);
    return { rule: rule.name, version: rule.version, tests, firings, problems };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { rule: name, tests: [], firings: [], problems: error.message.split('\n') };
  }
}

async function firingsOf(db: Database, rule: Rule, since: Date | undefined, session: string | undefined) {
  const firings: Result['firings'] = [];
  const seen = new Set<string>();
  let after = 0;
  for (;;) {
    const batch = await readArchive(db, {
      after,
      limit: 1_000,
      kinds: [...rule.patterns.keys()],
      ...(session !== undefined && { session }),
    });
    for (const { position, event: stored } of batch) {
      if (since !== undefined && Date.parse(stored.time) < since.getTime()) continue;
      const event = readEvent(stored);
      const verdict = event && matchRule(rule, event);
      if (verdict === undefined || !('firing' in verdict) || seen.has(verdict.firing.id)) continue;
      const { id, key, actions } = verdict.firing;
      seen.add(id);
      firings.push({
        firing: id,
        key,
        position,
        time: stored.time,
        session: stored.session,
        would: actions.map((action) => kindOf(action).describe(action)),
      });
      if (firings.length >= firingsMax) return firings;
    }
    if (batch.length < 1_000) return firings;
    after = batch.at(-1)!.position;
  }
}
