import { forgetters, listRuns, PolicyError, readPolicy, runRetention } from '@hookline/archive/retention';
import { type Database, pause } from '@hookline/db';
import type { BodyStore, EventLog } from '@hookline/log';
import type { AnyProjection } from '@hookline/projections';
import type { Health } from '@hookline/service';

/** What keeping to the policy needs, and whom it tells. */
export interface Retaining {
  readonly db: Database;
  readonly log: EventLog;
  readonly bodies: BodyStore;
  readonly projections: readonly AnyProjection[];
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logger: { info(fields: object, message: string): void; error(fields: object, message: string): void };
  readonly health: Health;
}

const lookEveryMs = 3_600_000;
const dayMs = 86_400_000;

/**
 * Runs retention once a day while the policy file says `run: daily`, until `signal` aborts; a run that was cut off goes on
 * at the next look. Looks every hour, so an edited file needs no restart. A fault is told on the status page and never
 * stops the projector.
 */
export async function retain(retaining: Retaining, signal: AbortSignal): Promise<void> {
  const { logger, health } = retaining;
  while (!signal.aborted) {
    try {
      const said = await retainOnce(retaining, signal);
      if (said !== undefined) health.report('retention', { ok: true, detail: said });
    } catch (error) {
      if (signal.aborted) return;
      logger.error({ err: error }, 'retention did not run');
      const what = error instanceof PolicyError ? 'the policy cannot be followed' : 'the last run failed';
      health.report('retention', { ok: false, detail: `${what}: ${error instanceof Error ? error.message : error}` });
    }
    await pause(lookEveryMs, signal);
  }
}

async function retainOnce(retaining: Retaining, signal: AbortSignal): Promise<string | undefined> {
  const { home, db, logger, projections } = retaining;
  const policy = await readPolicy(home);
  if (policy?.run !== 'daily') return undefined;
  const [last] = await listRuns(db, 1);
  const isDue = last === undefined || last.endedAt === null || Date.now() - Date.parse(last.startedAt) >= dayMs;
  if (!isDue) return `the last run was ${last.startedAt}`;
  const run = await runRetention({ ...retaining, projections, forget: forgetters }, policy, {
    askedBy: 'daily',
    signal,
  });
  const events = run.events.reduce((sum, one) => sum + one.events, 0);
  const bodies = run.bodies.reduce((sum, one) => sum + one.bodies, 0);
  logger.info({ run: run.run, events, bodies }, 'retention ran');
  return `the last run, ${run.startedAt}, deleted ${events} events and ${bodies} long texts`;
}
