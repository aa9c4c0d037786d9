import { setTimeout as pause } from 'node:timers/promises';
import { ensureAccessTables, TokenCheck } from '@hookline/access';
import { allowFor } from '@hookline/http';
import { defineService } from '@hookline/service';
import { z } from 'zod';
import { derive } from './derive.ts';
import { describeMemory, memoryRoutes } from './routes.ts';

const retryAfterMs = 1_000;

/** Log to memories: which commands a project really uses, with their evidence, served to people and agents. */
export const memory = defineService({
  name: 'memory',
  settings: z.object({}),
  needs: ['log', 'db', 'http'],
  describe: describeMemory,
  async run({ settings, logger, signal, log, db, http, health, ready }) {
    await ensureAccessTables(db);
    const { HOOKLINE_HOME: home, HOOKLINE_HOST: host, HOOKLINE_PUBLIC_HOSTS: publicHosts } = settings;
    const allow = allowFor(new TokenCheck({ db, home }), home);
    const routes = memoryRoutes({ db, allow, host, publicHosts, logger });
    http.mount('/v1/memory', (request) => routes.fetch(request));
    http.mount('/v1/recall', (request) => routes.fetch(request));
    ready();
    await db.lead('memory', { signal }, async (leading) => {
      while (!leading.aborted) {
        try {
          await derive({
            db,
            log,
            signal: leading,
            onProgress: (position) => health.report('memory', { ok: true, facts: { position } }),
          });
        } catch (error) {
          if (leading.aborted) return;
          const detail = error instanceof Error ? error.message : String(error);
          logger.warn({ err: error }, 'memories stand still, trying again');
          health.report('memory', { ok: false, detail });
          await pause(retryAfterMs, undefined, { signal: leading }).catch(() => {});
        }
      }
    });
  },
});
