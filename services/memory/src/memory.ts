import { setTimeout as pause } from 'node:timers/promises';
import { ensureAccessTables, TokenCheck } from '@hookline/access';
import { isTransient } from '@hookline/db';
import { defineService } from '@hookline/service';
import { z } from 'zod';
import { derive } from './derive.ts';
import { memoryRoutes } from './routes.ts';

const retryAfterMs = 1_000;

/** Log to memories: which commands a project really uses, with their evidence, served to people and agents. */
export const memory = defineService({
  name: 'memory',
  settings: z.object({}),
  needs: ['log', 'db', 'http'],
  async run({ settings, logger, signal, log, db, http, health, ready }) {
    await ensureAccessTables(db);
    const routes = memoryRoutes({ db, verifier: new TokenCheck({ db, home: settings.HOOKLINE_HOME }) });
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
          if (!isTransient(error) && !isLogTrouble(error)) throw error;
          const detail = error instanceof Error ? error.message : String(error);
          logger.warn({ err: error }, 'memories stand still, trying again');
          health.report('memory', { ok: false, detail });
          await pause(retryAfterMs, undefined, { signal: leading }).catch(() => {});
        }
      }
    });
  },
});

function isLogTrouble(error: unknown): boolean {
  return error instanceof Error && (error.name === 'LogUnavailableError' || error.name === 'CheckpointMovedError');
}
