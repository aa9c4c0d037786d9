import { join } from 'node:path';
import { ensureAccessTables, TokenCheck } from '@hookline/access';
import { allowFor } from '@hookline/http';
import { defineService } from '@hookline/service';
import { z } from 'zod';
import { webhookChannel } from './actions/webhook.ts';
import { deliverDue } from './deliver.ts';
import { Doorbell } from './doorbell.ts';
import { consume } from './engine/consume.ts';
import { type GatedRule, publishRules } from './engine/publish-rules.ts';
import { readRuleFolder, watchRuleFolder } from './engine/rule-folder.ts';
import { outboxChannel, relay } from './outbox.ts';
import { createRoutes, describeRoutes } from './routes.ts';
import { Standing } from './standing.ts';
import { sweep } from './work/commands.ts';

/** How long a loop sleeps at most when nobody rings: leases run out and back-offs end without a message. */
const beatMs = 1_000;

/** Log and rules to firings; work items with leases; signed webhooks. Never acts on what was before a rule. */
export const orchestrator = defineService({
  name: 'orchestrator',
  settings: z.object({
    HOOKLINE_RULES: z.string().optional().describe('Folder of the rule files; default: rules in HOOKLINE_HOME'),
  }),
  needs: ['log', 'db', 'work', 'http'],
  describe: describeRoutes,
  async run({ settings, logger, signal, log, db, work, http, health, ready }) {
    await ensureAccessTables(db);
    const { HOOKLINE_HOME: home, HOOKLINE_HOST: host, HOOKLINE_PUBLIC_HOSTS: publicHosts } = settings;
    const allow = allowFor(new TokenCheck({ db, home }), home);
    const app = createRoutes({ db, work, allow, signal, host, publicHosts, logger });
    http.mount('/v1/work', (request) => app.fetch(request));
    http.mount('/v1/rules', (request) => app.fetch(request));
    const folder = settings.HOOKLINE_RULES ?? join(home, 'rules');

    const outboxRings = new Doorbell();
    const webhookRings = new Doorbell();
    const ruleRings = new Doorbell();
    await db.listen(outboxChannel, () => outboxRings.ring(), { signal });
    await db.listen(webhookChannel, () => webhookRings.ring(), { signal });
    ready();

    await db.lead('orchestrator', { signal }, async (leading) => {
      const standing = new Standing(health);
      let rules: readonly GatedRule[] = [];
      const load = async () => {
        const found = await readRuleFolder(folder);
        rules = await publishRules(db, log, found);
        for (const fault of found.faults) logger.error(`rule left out: ${fault}`);
        health.report('rules', {
          ok: found.faults.length === 0,
          facts: { inForce: rules.length },
          ...(found.faults.length > 0 && { detail: found.faults.join('; ') }),
        });
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
      watchRuleFolder(folder, leading, () => ruleRings.ring());
      const match = () =>
        consume({
          db,
          log,
          signal: leading,
          rules: () => rules,
          onProgress: (position) => standing.reached(position),
          onLeftOut: (sentence) => {
            logger.error(sentence);
            standing.leftOut(sentence);
          },
        });
      await Promise.all([
        keep('matching', match, new Doorbell()),
        keep('outbox', async () => void (await relay(db, log, work)), outboxRings),
        keep('leases', async () => void (await sweep(db)), new Doorbell()),
        keep('webhooks', async () => void (await deliverDue(db, (name) => process.env[name], leading)), webhookRings),
        keep('rules', load, ruleRings, 60_000),
      ]);
    });
  },
});
