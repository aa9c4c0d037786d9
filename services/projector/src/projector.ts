import { archiveSettings } from '@hookline/archive/retention';
import { isTransient, retrying } from '@hookline/db';
import { type AnyProjection, projections as ours, prepareGenerations } from '@hookline/projections';
import { defineService, type Service } from '@hookline/service';
import { z } from 'zod';
import { build } from './build.ts';
import { follow } from './follow.ts';
import { keepIndex } from './keep-index.ts';
import { keepSnapshots } from './keep-snapshots.ts';
import { report } from './report.ts';
import { retain } from './retain.ts';
import { Wake } from './wake.ts';

const settings = z.object({
  ...archiveSettings,
  HOOKLINE_PROJECTOR_BATCH: z.coerce
    .number()
    .int()
    .min(1)
    .max(5_000)
    .default(1_000)
    .describe('how many events the projector takes in one transaction at most'),
  HOOKLINE_SNAPSHOT_EVENTS: z.coerce
    .number()
    .int()
    .min(10)
    .max(100_000)
    .default(500)
    .describe('after how many events a session gets a snapshot of its state'),
});

/** The projector for a given list of read models: see `projector`. */
export function projectorOf(projections: readonly AnyProjection[]): Service<z.infer<typeof settings>> {
  return defineService({
    name: 'projector',
    settings,
    needs: ['log', 'db', 'bodies'],
    async run({ settings, log, db, bodies, logger, signal, health, ready }) {
      await retrying(() => prepareGenerations(db, projections), { signal });
      ready();
      const batchSizeMax = settings.HOOKLINE_PROJECTOR_BATCH;
      const state = { position: 0, leading: false, trouble: undefined as unknown, gaps: 0 };
      const onTrouble = (error: unknown) => {
        state.trouble = error;
        logger.warn({ err: error }, isTransient(error) ? 'the database is away' : 'projecting had to wait');
      };
      const stopped = new AbortController();
      const reporting = report({ db, log, health, state }, AbortSignal.any([signal, stopped.signal]));
      try {
        await db.lead('projector', { signal }, async (leading) => {
          state.leading = true;
          const over = new AbortController();
          const until = AbortSignal.any([leading, over.signal]);
          const building = build(
            {
              db,
              projections,
              batchSizeMax,
              onTrouble,
              onBuilt: (built) => logger.info(built, 'read models built further'),
            },
            until,
          );
          const followed = new Wake();
          const snapshots = keepSnapshots(
            {
              db,
              projections,
              every: settings.HOOKLINE_SNAPSHOT_EVENTS,
              wake: followed,
              position: () => state.position,
              onSkipped: (session, error) => logger.warn({ session, err: error }, 'no snapshots of a session'),
              onTrouble: (error) => logger.warn({ err: error }, 'making snapshots had to wait'),
            },
            until,
          );
          const indexing = keepIndex(
            {
              db,
              onIndexed: (facts) => health.report('search', { ok: true, facts }),
              onTrouble: (error) => logger.warn({ err: error }, 'indexing for search had to wait'),
            },
            until,
          );
          const retaining = retain(
            { db, log, bodies, projections, home: settings.HOOKLINE_HOME, env: archiveEnv(settings), logger, health },
            until,
          );
          try {
            await follow(
              {
                db,
                log,
                projections,
                batchSizeMax,
                onTrouble,
                onGap(from, to) {
                  state.gaps += to - from + 1;
                  logger.error({ from, to }, 'the log holds nothing at these positions: see hookline verify');
                },
                onProjected({ checkpoint, poisoned, unknownKinds }) {
                  state.position = checkpoint.position;
                  state.trouble = undefined;
                  followed.wake();
                  for (const one of poisoned) logger.error(one, 'a session went into quarantine');
                  if (unknownKinds.length > 0)
                    logger.warn({ unknownKinds }, 'archived events of kinds this build skips');
                },
              },
              until,
            );
          } finally {
            over.abort();
            state.leading = false;
            await Promise.all([building, snapshots, indexing, retaining]);
          }
        });
      } finally {
        stopped.abort();
        await reporting;
      }
    },
  });
}

function archiveEnv(settings: object): Readonly<Record<string, string | undefined>> {
  return settings as Readonly<Record<string, string | undefined>>;
}

/** Keeps the archive and the read models up with the log. One instance works, others wait to take over. */
export const projector = projectorOf(ours);
