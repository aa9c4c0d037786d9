import { createRoute, z } from '@hono/zod-openapi';
import {
  ApiError,
  type App,
  answers,
  notFound,
  personHeader,
  personHeaders,
  rowShape,
  security,
  whoSays,
} from '@hookline/http';
import { ruleFileSchema } from '@hookline/rules';
import type { RouteParts } from '../routes/index.ts';
import { everything, readSwitches } from '../switches/commands.ts';
import { checkText } from './check.ts';
import { type RuleDetails, readDetails } from './rule-details.ts';
import { readFaults, readRules, type ShownRule } from './shown-rule.ts';
import { type Fault, faultLine } from './source.ts';
import { NameTakenError, takeAway, upload } from './uploads.ts';

const rule = rowShape<ShownRule>('Rule', 'A rule: where it comes from, whether it may act, what it did today');
const details = rowShape<RuleDetails>(
  'RuleDetails',
  'A rule with its text, its tests, their coverage and its versions',
);
const fault = rowShape<Fault>('RuleFault', 'What keeps a file from coming into force: path, line, column, message');
const stopped = z
  .object({ by: z.string(), reason: z.string(), since: z.string() })
  .nullable()
  .openapi({ description: 'Who stopped every rule, and why; null when they may act' });
const named = z.object({ name: z.string().max(64) });
const body = z.strictObject({ text: z.string().max(65_536) }).openapi('RuleText');

/** The rules in force: reading them, and those that are published over HTTP. */
export function addSourceRoutes(
  app: App,
  { db, log, allow, redactor }: Pick<RouteParts, 'db' | 'log' | 'allow' | 'redactor'>,
): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/rules/schema',
      summary: 'The JSON Schema of a rule file, for editors',
      security,
      middleware: allow('read'),
      responses: answers('The schema', z.record(z.string(), z.unknown())),
    }),
    (c) => c.json(ruleFileSchema() as Record<string, unknown>, 200),
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/rules',
      summary: 'The rules in force, whether they may act, and what keeps other files from coming into force',
      security,
      middleware: allow('read'),
      request: { query: z.object({ withdrawn: z.enum(['true', 'false']).optional() }) },
      responses: answers('The rules', z.object({ rules: z.array(rule), stopped, faults: z.array(fault) })),
    }),
    async (c) => {
      const { project } = c.get('grant');
      const withdrawn = c.req.valid('query').withdrawn === 'true';
      const [rules, switches, faults] = await Promise.all([
        readRules(db, { project, withdrawn }),
        readSwitches(db.kysely),
        readFaults(db),
      ]);
      const stop = switches.find((one) => one.rule === everything);
      const shown = stop && { by: stop.by, reason: stop.reason, since: stop.since };
      return c.json({ rules, stopped: shown ?? null, faults: project === undefined ? faults : [] }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/rules/{name}',
      summary: 'One rule with its text, its tests, what they cover, and its versions',
      security,
      middleware: allow('read'),
      request: { params: named },
      responses: answers('The rule', details),
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const found = await readDetails(db, name, c.get('grant').project);
      if (found === undefined) throw unknownRule(name);
      return c.json(found, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'put',
      path: '/v1/rules/{name}',
      summary: 'Publishes a rule: it is checked, its tests run, and it is in force from the end of the log on',
      security,
      middleware: allow('admin'),
      request: {
        params: named,
        headers: personHeaders,
        body: { required: true, content: { 'application/json': { schema: body } } },
      },
      responses: answers('The rule', details),
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const { text } = c.req.valid('json');
      const by = whoSays(c.get('grant'), c.req.valid('header')[personHeader]);
      const checked = await checkText({
        origin: 'api',
        path: name,
        text,
        by: async () => by,
        recording: async () => undefined,
      });
      if ('faults' in checked) throw faulty(name, checked.faults.map(faultLine));
      if ((await redactor.redactText(text)) !== text) {
        throw faulty(name, ['text: found what looks like a secret; name an environment variable, as webhooks do']);
      }
      if (checked.rule.name !== name) throw faulty(name, [`rule: found ${checked.rule.name}, expected ${name}`]);
      try {
        await upload({ db, log }, { ...checked, text, by });
      } catch (error) {
        if (error instanceof NameTakenError) throw new ApiError(409, 'conflict', error.message);
        throw error;
      }
      return c.json((await readDetails(db, name))!, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'delete',
      path: '/v1/rules/{name}',
      summary: 'Withdraws a rule that was published over HTTP',
      security,
      middleware: allow('admin'),
      request: { params: named, headers: personHeaders },
      responses: answers('That it was withdrawn', z.object({ withdrawn: z.boolean() })),
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const by = whoSays(c.get('grant'), c.req.valid('header')[personHeader]);
      if (await takeAway(db, name, { by, reason: 'withdrawn over HTTP' })) return c.json({ withdrawn: true }, 200);
      const [stands] = await readRules(db, { name });
      if (stands === undefined) throw unknownRule(name);
      throw new ApiError(409, 'conflict', `the rule ${name} comes from ${stands.path} (${stands.source})`, {
        hint: 'take that file away: then it is withdrawn; `hookline rules pause` keeps it from acting',
      });
    },
  );
}

function unknownRule(name: string): ApiError {
  return notFound(`there is no rule called ${name}`, '`hookline rules list` names them');
}

function faulty(name: string, issues: readonly string[]): ApiError {
  return new ApiError(422, 'bad-request', `the rule ${name} cannot come into force`, {
    issues,
    hint: '`hookline rules check` says the same without publishing; GET /v1/rules/schema is the shape of a rule',
  });
}
