import { type AccessEnv, problem, requireScope, type Verifier } from '@hookline/access';
import { type Database, readArchive } from '@hookline/db';
import { matchRule, parseRule, type Rule, RuleError, runRuleTests } from '@hookline/rules';
import { describeIssues, readEvent } from '@hookline/schemas';
import { Hono } from 'hono';
import { z } from 'zod';
import { kindOf } from './actions/index.ts';

const body = z.strictObject({
  rules: z
    .array(z.strictObject({ name: z.string().max(500), text: z.string() }))
    .min(1)
    .max(100),
  since: z.iso.datetime({ offset: true }).optional(),
  session: z.string().optional(),
});

const firingsMax = 1_000;

/** `POST /v1/rules/test`: what rules would have done over history, and what their own tests say. Nothing is done. */
export function ruleRoutes({ db, verifier }: { db: Database; verifier: Verifier }): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.post('/v1/rules/test', requireScope(verifier, 'read'), async (context) => {
    const parsed = body.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success) {
      return context.json(
        problem('invalid', 'the request is not what this route takes', { issues: describeIssues(parsed.error) }),
        422,
      );
    }
    const { rules, since, session } = parsed.data;
    const results = [];
    for (const { name, text } of rules) {
      try {
        const rule = parseRule(text, name);
        const tests = runRuleTests(rule);
        results.push({
          rule: rule.name,
          version: rule.version,
          tests,
          firings: await firingsOf(db, rule, since, session),
          problems: tests
            .filter((one) => !one.passed)
            .map((one) => `${one.test}: found ${one.found} firings, expected ${one.expected}`),
        });
      } catch (error) {
        if (!(error instanceof RuleError)) throw error;
        results.push({ rule: name, tests: [], firings: [], problems: error.message.split('\n') });
      }
    }
    return context.json({ results });
  });
  return app;
}

async function firingsOf(db: Database, rule: Rule, since: string | undefined, session: string | undefined) {
  const firings = [];
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
      if (since !== undefined && Date.parse(stored.time) < Date.parse(since)) continue;
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
