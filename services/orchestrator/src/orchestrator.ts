import { join } from 'node:path';
import { ensureAccessTables, ensureRedactionKey, TokenCheck } from '@hookline/access';
import { allowFor } from '@hookline/http';
import { createRedactor, pickEnvironmentSecrets } from '@hookline/redaction';
import { defineService } from '@hookline/service';
import { z } from 'zod';
import { tellConflicts } from './conflicts/tell.ts';
import { Doorbell } from './doorbell.ts';
import { consume } from './engine/consume.ts';
import { followLog } from './engine/follow-log.ts';
import { besides } from './engine/followers.ts';
import { outboxChannel, relay } from './outbox.ts';
import { policyKeeper } from './policies/keep-policies.ts';
import { watchPolicyFolder } from './policies/policy-folder.ts';
import { createRoutes, describeRoutes, prefixes } from './routes/index.ts';
import { apiSource } from './sources/api.ts';
import { folderSource } from './sources/folder.ts';
import { gitPlaces, gitSource } from './sources/git.ts';
import { RuleBook } from './sources/rule-book.ts';
import { RuleHealth } from './sources/rule-health.ts';
import { Standing } from './standing.ts';
import { sweeps } from './sweeps.ts';
import { budgetSettings } from './switches/budget-settings.ts';
import { deliverDue } from './webhooks/deliver.ts';
import { webhookChannel } from './webhooks/owe.ts';
import { webhookSettings } from './webhooks/settings.ts';
import { HeldItems } from './work/held-items.ts';
import { heldChannel } from './work/rows.ts';

/** How long a loop sleeps at most when nobody rings: leases run out and back-offs end without a message. */
const beatMs = 1_000;

/** Log and rules to firings; work items with leases; signed webhooks. Never acts on what was before a rule. */
export const orchestrator = defineService({
  name: 'orchestrator',
  settings: z.object({
    HOOKLINE_RULES: z.string().optional().describe('Folder of the rule files; default: rules in HOOKLINE_HOME'),
    HOOKLINE_RULES_GIT: z
      .string()
      .default('')
      .describe('Repositories with rules in .hookline/rules, read at HEAD: folders or URLs, commas between'),
    HOOKLINE_POLICIES: z
      .string()
      .optional()
      .describe('Folder of the policies for tool calls; default: policies in HOOKLINE_HOME'),
    ...budgetSettings,
    ...webhookSettings,
    HOOKLINE_TELL_CONFLICTS: z
      .enum(['on', 'off'])
      .default('off')
      .describe('on: the sessions of a conflict are told of each other at their next tool call'),
  }),
  needs: ['log', 'db', 'work', 'http'],
  describe: describeRoutes,
  async run({ settings, logger, signal, log, db, work, http, health, ready }) {
    await ensureAccessTables(db);
    const { HOOKLINE_HOME: home, HOOKLINE_HOST: host, HOOKLINE_PUBLIC_HOSTS: publicHosts } = settings;
    const allow = allowFor(new TokenCheck({ db, home }), home);
    const key = await ensureRedactionKey(home);
    const redactor = createRedactor({ key, environmentSecrets: pickEnvironmentSecrets(process.env) });
    const held = new HeldItems();
    const budgets = {
      perDay: settings.HOOKLINE_RULES_PER_DAY,
      costPerDayUsd: settings.HOOKLINE_RULES_COST_PER_DAY_USD,
      depth: settings.HOOKLINE_RULES_DEPTH,
    };
    const app = createRoutes({ db, log, work, allow, redactor, held, budgets, signal, host, publicHosts, logger });
    for (const prefix of prefixes) http.mount(prefix, (request) => app.fetch(request));
    const sources = [
      folderSource(settings.HOOKLINE_RULES || join(home, 'rules')),
      ...gitPlaces(settings.HOOKLINE_RULES_GIT).map((place) => gitSource(place, join(home, 'cache', 'rules'))),
      apiSource(db),
    ];

    const webhooks = {
      secretOf: (name: string) => process.env[name],
      named: settings.HOOKLINE_WEBHOOK_HOSTS,
      publicUrl: settings.HOOKLINE_PUBLIC_URL ?? http.url,
    };
    const outboxRings = new Doorbell();
    const webhookRings = new Doorbell();
    const ruleRings = new Doorbell();
    const policyRings = new Doorbell();
    const policyFolder = settings.HOOKLINE_POLICIES || join(home, 'policies');
    await db.listen(outboxChannel, () => outboxRings.ring(), { signal });
    await db.listen(heldChannel, (item) => held.ring(item), { signal });
    await db.listen(webhookChannel, () => webhookRings.ring(), { signal });
    ready();

    await db.lead('orchestrator', { signal }, async (leading) => {
      const standing = new Standing(health);
      const book = new RuleBook({ db, log, sources });
      const ruleHealth = new RuleHealth({ db, health, logger });
      const load = async () => {
        await book.reload();
        await ruleHealth.tell(book);
      };
      /** Does a step. What stops it now is told and waited for: the other loops, and the bus, go on. */
      const attempt = async (name: string, step: () => Promise<void>): Promise<boolean> => {
        try {
          await step();
          standing.goesOn(name);
          return true;
        } catch (error) {
          if (leading.aborted) return false;
          logger.warn({ err: error, loop: name }, 'orchestration stands still, trying again');
          standing.stopped(name, error);
          return false;
        }
      };
      const keep = async (name: string, step: () => Promise<void>, bell: Doorbell, waitMs = beatMs) => {
        while (!leading.aborted) {
          const done = await attempt(name, step);
          await bell.wait(done ? waitMs : beatMs, leading);
        }
      };
      while (!leading.aborted && !(await attempt('rules', load))) await new Doorbell().wait(beatMs, leading);
      if (leading.aborted) return;
      book.watch(leading, () => ruleRings.ring());
      const loadPolicies = policyKeeper(db, policyFolder, { health, logger });
      await attempt('policies', loadPolicies);
      watchPolicyFolder(policyFolder, leading, () => policyRings.ring());
      const match = () =>
        consume({
          db,
          log,
          signal: leading,
          rules: () => book.inForce,
          budgets,
          onProgress: (position) => standing.reached(position),
          onLeftOut: (sentence) => {
            logger.error(sentence);
            standing.leftOut(sentence);
          },
        });
      await Promise.all([
        keep('matching', match, new Doorbell()),
        ...besides.map((one) => keep(one.name, () => followLog({ db, log, signal: leading }, one), new Doorbell())),
        keep('outbox', async () => void (await relay(db, log, work)), outboxRings),
        ...Object.entries(sweeps).map(([name, sweep]) =>
          keep(name, async () => void (await sweep(db, { log })), new Doorbell()),
        ),
        keep('webhooks', async () => void (await deliverDue(db, webhooks, leading)), webhookRings),
        keep('rules', load, ruleRings, 60_000),
        ...(settings.HOOKLINE_TELL_CONFLICTS === 'on'
          ? [keep('telling of conflicts', async () => void (await tellConflicts(db)), new Doorbell())]
          : []),
        keep('policies', loadPolicies, policyRings, 60_000),
      ]);
    });
  },
});
