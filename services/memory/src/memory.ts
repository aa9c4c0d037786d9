import { ensureAccessTables, ensureRedactionKey, TokenCheck } from '@hookline/access';
import { pause } from '@hookline/db';
import { allowFor } from '@hookline/http';
import { derivers, saidOf } from '@hookline/memory';
import {
  indexMemories,
  indexSaid,
  isCounting,
  keepFigures,
  type MemoryProgress,
  memoryProgress,
} from '@hookline/recall';
import { createRedactor, pickEnvironmentSecrets } from '@hookline/redaction';
import { defineService } from '@hookline/service';
import { z } from 'zod';
import { runExtraction } from './extract/run-extraction.ts';
import { extractionPlan, extractionSettings } from './extract/settings.ts';
import { keepMemories } from './keep-memories.ts';
import { keepIndex } from './meaning/keep-index.ts';
import { meaningOf, meaningSettings } from './meaning/settings.ts';
import { describeMemory, memoryRoutes } from './routes/index.ts';

const retryAfterMs = 1_000;
const reportEveryMs = 2_000;

/** Log to memories: what sessions teach, with its evidence, told to people and agents. */
export const memory = defineService({
  name: 'memory',
  settings: z.object({ ...extractionSettings, ...meaningSettings }),
  needs: ['log', 'db', 'http'],
  describe: describeMemory,
  async run({ settings, logger, signal, log, db, http, health, ready }) {
    await ensureAccessTables(db);
    const { HOOKLINE_HOME: home, HOOKLINE_HOST: host, HOOKLINE_PUBLIC_HOSTS: publicHosts } = settings;
    const allow = allowFor(new TokenCheck({ db, home }), home);
    const redactor = createRedactor({
      key: await ensureRedactionKey(home),
      environmentSecrets: pickEnvironmentSecrets(process.env),
    });
    const meaning = meaningOf(settings, (why) => {
      logger.warn(why);
      health.report('embeddings', { ok: true, detail: why });
    });
    const routes = memoryRoutes({ db, log, redactor, meaning, allow, host, publicHosts, logger });
    http.mount('/v1/memory', (request) => routes.fetch(request));
    http.mount('/v1/recall', (request) => routes.fetch(request));
    http.mount('/v1/mcp', (request) => routes.fetch(request));
    ready();
    let trouble: string | undefined;
    await db.lead('memory', { signal }, async (leading) => {
      const reporting = reportProgress(leading);
      const indexing = keepIndex({ db, meaning, logger, health }, leading);
      const plan = extractionPlan(settings);
      const extracting = plan && runExtraction({ db, log, plan, logger, health }, leading);
      while (!leading.aborted) {
        try {
          await keepMemories({
            db,
            log,
            derivers,
            onObserved: async (trx, session, story) => {
              await keepFigures(trx, session, story);
              const counts = story !== undefined && (await isCounting(trx, story));
              await indexSaid(trx, session, counts ? saidOf(story) : []);
            },
            onFolded: indexMemories,
            onRest: () => {
              trouble = undefined;
            },
            onFault: (session, err) => {
              logger.warn({ err, session }, 'a session could not be observed, trying again in a minute');
            },
            signal: leading,
          });
        } catch (error) {
          if (leading.aborted) break;
          trouble = `memories stand still: ${error instanceof Error ? error.message : String(error)}`;
          logger.warn({ err: error }, 'memories stand still, trying again');
          await pause(retryAfterMs, leading);
        }
      }
      await Promise.all([reporting, extracting, indexing]);
    });

    async function reportProgress(leading: AbortSignal): Promise<void> {
      while (!leading.aborted) {
        const progress = await memoryProgress(db).catch(() => undefined);
        if (progress !== undefined) {
          const { faults, ...facts } = progress;
          const detail = trouble ?? faultsText(faults);
          health.report('memory', {
            ok: detail === undefined,
            ...(detail !== undefined && { detail }),
            facts: { ...facts, faults: faults.length },
          });
        } else if (trouble !== undefined) health.report('memory', { ok: false, detail: trouble });
        await pause(reportEveryMs, leading);
      }
    }
  },
});

function faultsText(faults: MemoryProgress['faults']): string | undefined {
  const [first] = faults;
  if (first === undefined) return undefined;
  const more = faults.length === 1 ? '' : `, and ${faults.length - 1} more`;
  return `${first.session} could not be observed whole (${first.fault})${more}: \`hookline memory progress\` lists them`;
}
