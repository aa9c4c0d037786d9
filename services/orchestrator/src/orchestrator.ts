import { join } from 'node:path';
import { ensureAccessTables, TokenCheck } from '@hookline/access';
import { isTransient } from '@hookline/db';
import { defineService } from '@hookline/service';
import { z } from 'zod';
import { webhookChannel } from './actions/webhook.ts';
import { deliverDue } from './deliver.ts';
import { Doorbell } from './doorbell.ts';
import { ruleRoutes } from './dry-run.ts';
import { consume } from './engine/consume.ts';
import { type GatedRule, publishRules } from './engine/publish-rules.ts';
import { readRuleFolder, watchRuleFolder } from './engine/rule-folder.ts';
import { outboxChannel, relay } from './outbox.ts';
import { sweep } from './work/commands.ts';
import { workRoutes } from './work/routes.ts';

/** How long a loop sleeps at most when nobody rings: leases run out and back-offs end without a message. */
const beatMs = 1_000;

/** Log and rules to firings; work items with leases; signed webhooks. Never acts on what was before a rule. */
export const orchestrator = defineService({
  name: 'orchestrator',
  settings: z.object({
    HOOKLINE_RULES: z.string().optional().describe('Folder of the rule files; default: rules in HOOKLINE_HOME'),
  }),
  needs: ['log', 'db', 'work', 'http'],
  async run({ settings, logger, signal, log, db, work, http, health, ready }) {
    await ensureAccessTables(db);
    const verifier = new TokenCheck({ db, home: settings.HOOKLINE_HOME });
    const workApp = workRoutes({ db, work, verifier, signal });
    const ruleApp = ruleRoutes({ db, verifier });
    http.mount('/v1/work', (request) => workApp.fetch(request));
    http.mount('/v1/rules', (request) => ruleApp.fetch(request));
    const folder = settings.HOOKLINE_RULES ?? join(settings.HOOKLINE_HOME, 'rules');

    const outboxRings = new Doorbell();
    const webhookRings = new Doorbell();
    const ruleRings = new Doorbell();
    await db.listen(outboxChannel, () => outboxRings.ring(), { signal });
    await db.listen(webhookChannel, () => webhookRings.ring(), { signal });
    ready();

    await db.lead('orchestrator', { signal }, async (leading) => {
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
      /** Repeats a step until told to stop; a server that is away for a while only makes it wait. */
      const keep = async (step: () => Promise<void>, bell: Doorbell, waitMs = beatMs) => {
        while (!leading.aborted) {
          try {
            await step();
          } catch (error) {
            if (leading.aborted) return;
            if (!isTransient(error) && !isPassing(error)) throw error;
            logger.warn({ err: error }, 'orchestration stands still, trying again');
            health.report('orchestrator', {
              ok: false,
              detail: error instanceof Error ? error.message : String(error),
            });
          }
          await bell.wait(waitMs, leading);
        }
      };
      await load();
      watchRuleFolder(folder, leading, () => ruleRings.ring());
      await Promise.all([
        keep(
          () =>
            consume({
              db,
              log,
              signal: leading,
              rules: () => rules,
              onProgress: (position) => health.report('orchestrator', { ok: true, facts: { position } }),
            }),
          new Doorbell(),
        ),
        keep(async () => void (await relay(db, log, work)), outboxRings),
        keep(async () => void (await sweep(db)), new Doorbell()),
        keep(async () => void (await deliverDue(db, (name) => process.env[name], leading)), webhookRings),
        keep(load, ruleRings, 60_000),
      ]);
    });
  },
});

function isPassing(error: unknown): boolean {
  return error instanceof Error && (error.name === 'LogUnavailableError' || error.name === 'CheckpointMovedError');
}
