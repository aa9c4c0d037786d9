import { ensureAccessTables, ensureInstallToken, ensureRedactionKey, TokenCheck } from '@hookline/access';
import { createRedactor, pickEnvironmentSecrets } from '@hookline/redaction';
import { defineService } from '@hookline/service';
import { z } from 'zod';
import { createGateway, describeGateway } from './create-gateway.ts';
import { defaultLimits } from './limits.ts';

const count = (limit: number) => z.coerce.number().int().positive().default(limit);

/** HTTP in: checks events, redacts what no edge did, and appends them to the log before it answers. */
export const gateway = defineService({
  name: 'gateway',
  settings: z.object({
    HOOKLINE_EVENTS_PER_SECOND: count(defaultLimits.eventsPerSecondMax).describe(
      'Events one token may publish per second',
    ),
  }),
  needs: ['log', 'db', 'bodies', 'http'],
  describe: describeGateway,
  async run({ settings, logger, signal, log, db, bodies, http, health, ready }) {
    const home = settings.HOOKLINE_HOME;
    await ensureAccessTables(db);
    await ensureInstallToken(db, home);
    const key = await ensureRedactionKey(home);
    const counted = { stored: 0, known: 0, refused: 0, failures: 0 };
    const app = createGateway({
      log,
      bodies,
      redactor: createRedactor({ key, environmentSecrets: pickEnvironmentSecrets(process.env) }),
      verifier: new TokenCheck({ db, home }),
      limits: { eventsPerSecondMax: settings.HOOKLINE_EVENTS_PER_SECOND },
      onTaken: (results) => {
        for (const { status } of results) {
          if (status === 'stored' || status === 'known') counted[status] += 1;
          else counted.refused += 1;
        }
        health.report('gateway', { ok: true, facts: { ...counted } });
      },
      onFailure: (error) => {
        counted.failures += 1;
        logger.warn({ err: error }, 'a batch could not be stored');
        const detail = error instanceof Error ? error.message : String(error);
        health.report('gateway', { ok: false, detail, facts: { ...counted } });
      },
    });
    http.mount('/v1/events', app.fetch, { methods: ['POST'] });
    health.report('gateway', { ok: true, facts: { ...counted } });
    ready();
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  },
});
