import { createRoute, z } from '@hono/zod-openapi';
import type { Database, Trx } from '@hookline/db';
import { type App, answers, notFound, personHeader, personHeaders, security, whoSays } from '@hookline/http';
import { plainText } from '../plain-text.ts';
import type { RouteParts } from '../routes/index.ts';
import { pauseRule, resumeAll, resumeRule, stopAll } from './commands.ts';

const why = z.strictObject({ reason: z.string().trim().min(1).max(1_000) }).openapi('RuleSwitchReason');
const whyNot = z.strictObject({ reason: z.string().trim().min(1).max(1_000).optional() }).openapi('RuleSwitchBack');
const changed = z
  .object({ changed: z.boolean().openapi({ description: 'False where it stood so already' }) })
  .openapi('RuleSwitched');
const named = z.object({ name: z.string().max(64) });
const inJson = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});

const reasonMax = 1_000;

/** Pausing a rule, stopping all of them, and letting them act again: from the engine's next transaction on. */
export function addSwitchRoutes(
  app: App,
  { db, allow, redactor }: Pick<RouteParts, 'db' | 'allow' | 'redactor'>,
): void {
  /** What people write stays in the log: without secrets, and without what PostgreSQL cannot keep. */
  const clean = async <Text extends string | undefined>(text: Text): Promise<Text> =>
    (text === undefined ? text : plainText(await redactor.redactText(text), reasonMax)) as Text;
  const common = { method: 'post' as const, security, middleware: allow('admin') };

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/rules/stop',
      summary: 'Keeps every rule from acting; what would have fired meanwhile is never made up for',
      request: { headers: personHeaders, ...inJson(why) },
      responses: answers('Whether that changed something', changed),
    }),
    async (c) => {
      const by = whoSays(c.get('grant'), c.req.valid('header')[personHeader]);
      const reason = await clean(c.req.valid('json').reason);
      return c.json({ changed: await db.transaction((trx) => stopAll(trx, { by, reason })) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/rules/resume',
      summary: 'Lets rules act again; a rule that is paused stays paused',
      request: { headers: personHeaders, ...inJson(whyNot) },
      responses: answers('Whether that changed something', changed),
    }),
    async (c) => {
      const by = whoSays(c.get('grant'), c.req.valid('header')[personHeader]);
      const reason = await clean(c.req.valid('json').reason);
      const back = { by, ...(reason !== undefined && { reason }) };
      return c.json({ changed: await db.transaction((trx) => resumeAll(trx, back)) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/rules/{name}/pause',
      summary: 'Keeps a rule from acting; what would have fired meanwhile is never made up for',
      request: { params: named, headers: personHeaders, ...inJson(why) },
      responses: answers('Whether that changed something', changed),
    }),
    async (c) => {
      const by = whoSays(c.get('grant'), c.req.valid('header')[personHeader]);
      const reason = await clean(c.req.valid('json').reason);
      const { name } = c.req.valid('param');
      const paused = await ofRule(db, name, (trx) => pauseRule(trx, name, { by, reason, automatic: false }));
      return c.json({ changed: paused }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/rules/{name}/resume',
      summary: 'Lets a paused rule act again',
      request: { params: named, headers: personHeaders, ...inJson(whyNot) },
      responses: answers('Whether that changed something', changed),
    }),
    async (c) => {
      const by = whoSays(c.get('grant'), c.req.valid('header')[personHeader]);
      const reason = await clean(c.req.valid('json').reason);
      const { name } = c.req.valid('param');
      const back = { by, ...(reason !== undefined && { reason }) };
      return c.json({ changed: await ofRule(db, name, (trx) => resumeRule(trx, name, back)) }, 200);
    },
  );
}

/** Does something about a rule that there is, or was. Throws a 404 for a name nobody published. */
async function ofRule(db: Database, name: string, command: (trx: Trx) => Promise<boolean>): Promise<boolean> {
  const known = await db.kysely.selectFrom('rules').select('name').where('name', '=', name).limit(1).execute();
  if (known.length === 0) throw notFound(`there is no rule called ${name}`, '`hookline rules list` names them');
  return await db.transaction(command);
}
