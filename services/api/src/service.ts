import { fileURLToPath } from 'node:url';
import {
  ensureAccessTables,
  ensureEnrolmentTable,
  ensureInstallToken,
  ensureMachineTable,
  ensureRedactionKey,
  requireScope,
  type Scope,
  TokenCheck,
} from '@hookline/access';
import { archiveSettings } from '@hookline/archive/retention';
import { loadPrices, PricesError } from '@hookline/costs';
import { ensureReader, openReader, readHistory } from '@hookline/db';
import { BrowserLogin } from '@hookline/http';
import { defineService } from '@hookline/service';
import { z } from 'zod';
import { createApi } from './app.ts';
import type { ApiContext } from './context.ts';
import { describeApi } from './describe-api.ts';
import { LiveTail, type ReadHistory } from './live-tail.ts';
import { elsewhereSetting } from './routes/elsewhere.ts';

const builtConsole = fileURLToPath(new URL('../../console/dist', import.meta.url));

const settings = z.object({
  ...archiveSettings,
  HOOKLINE_CONSOLE: z.string().default(builtConsole).describe('Folder of the built console'),
  HOOKLINE_ELSEWHERE: elsewhereSetting.describe(
    'Routes that other processes answer: POST /v1/events=http://gateway:4680, /v1/work=http://orchestrator:4680',
  ),
  HOOKLINE_ANALYTICS_URL: z
    .string()
    .optional()
    .describe(
      'The login for people’s SQL at a PostgreSQL of your own: postgres://hookline_reader:password@host/database; our own child makes one',
    ),
  HOOKLINE_NATS_SYNC: z
    .string()
    .optional()
    .describe(
      'How often our own broker writes to the disk: always, or an interval; unset for a broker that is not ours',
    ),
});

/** Answers questions about what agents did, over HTTP and as a live stream, and serves the console. */
export const api = defineService({
  name: 'api',
  settings,
  needs: ['log', 'db', 'bodies', 'http'],
  describe: describeApi,
  async run({ settings: set, logger, signal, log, db, bodies, http, health, ready }) {
    await ensureAccessTables(db);
    await ensureEnrolmentTable(db);
    await ensureMachineTable(db);
    await loadPrices(db, set.HOOKLINE_HOME).catch((error: unknown) => {
      if (!(error instanceof PricesError)) throw error;
      logger.error({ issues: error.issues }, `${error.message}; the prices before stay`);
    });
    const installToken = await ensureInstallToken(db, set.HOOKLINE_HOME);
    const verifier = new TokenCheck({ db, home: set.HOOKLINE_HOME });
    const login = new BrowserLogin(installToken);
    const tail = new LiveTail(log, archiveThenLog({ db, log }));
    const { HOOKLINE_ANALYTICS_URL: readerUrl, HOOKLINE_DATABASE_URL: ownerUrl } = set;
    if (readerUrl !== undefined && ownerUrl !== undefined) {
      await ensureReader({ ownerUrl, readerUrl }).catch((err) =>
        logger.warn({ err }, 'SQL of people cannot be answered'),
      );
    }
    const context: ApiContext = {
      db,
      reader: readerUrl === undefined ? undefined : openReader({ url: readerUrl }),
      log,
      bodies,
      health,
      tail,
      login,
      verifier,
      signal,
      startedAt: new Date().toISOString(),
      logger,
      redactionKey: () => ensureRedactionKey(set.HOOKLINE_HOME),
      documents: () => http.documents(),
      allow: (scope: Scope | readonly Scope[]) => requireScope(verifier, scope, { identify: (c) => login.identify(c) }),
      settings: {
        host: set.HOOKLINE_HOST,
        home: set.HOOKLINE_HOME,
        archiveEnv: set as unknown as ApiContext['settings']['archiveEnv'],
        publicHosts: set.HOOKLINE_PUBLIC_HOSTS,
        consoleFolder: set.HOOKLINE_CONSOLE,
        natsSync: set.HOOKLINE_NATS_SYNC,
        elsewhere: set.HOOKLINE_ELSEWHERE,
      },
    };
    const app = createApi(context, logger);
    await tail.run(signal, () => {
      http.mount('', (request) => app.fetch(request));
      health.report('api', { ok: true });
      ready();
    });
  },
});

function archiveThenLog(sources: Parameters<typeof readHistory>[0]): ReadHistory {
  return (after, signal) => readHistory(sources, after, { signal });
}
