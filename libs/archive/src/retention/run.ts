import { archivist, type Database, readCheckpoint } from '@hookline/db';
import type { BodyStore, EventLog } from '@hookline/log';
import type { AnyProjection } from '@hookline/projections';
import type { Environment } from '../store/s3-store.ts';
import { dueBy } from './due.ts';
import { expireBodies } from './expire-bodies.ts';
import { eraseExpired, expireEvents, type Forget } from './expire-events.ts';
import { indexBodies } from './index-bodies.ts';
import type { Policy } from './policy.ts';
import { archivedUntil } from './required-archive.ts';
import { type RetentionRun, runOf } from './runs.ts';

/** What a run of retention works on. */
export interface RetentionParts {
  readonly db: Database;
  readonly log: EventLog;
  readonly bodies: BodyStore;
  readonly projections: readonly AnyProjection[];
  readonly forget: readonly Forget[];
  readonly env: Environment;
}

/**
 * Deletes what a policy no longer keeps, and says what that was. One run at a time, whichever process asks: others wait.
 * It may be ended at any instruction; the next run under the same policy goes on as the same run. Rejects with the
 * signal's reason when it aborts.
 */
export async function runRetention(
  parts: RetentionParts,
  policy: Policy,
  options: { readonly askedBy: string; readonly signal: AbortSignal; readonly now?: Date },
): Promise<RetentionRun> {
  let done: RetentionRun | undefined;
  await parts.db.lead('retention', { signal: options.signal }, async (leading) => {
    done = await runAlone(parts, policy, { ...options, signal: leading });
  });
  options.signal.throwIfAborted();
  if (done === undefined) throw new Error('retention lost the database in the middle of a run: run it again');
  return done;
}

async function runAlone(
  parts: RetentionParts,
  policy: Policy,
  { askedBy, signal, now = new Date() }: { askedBy: string; signal: AbortSignal; now?: Date },
): Promise<RetentionRun> {
  const { db, log, bodies, env } = parts;
  await eraseExpired({ db, log, signal });
  const { identity } = await log.head();
  const until = Math.min(
    await archivedUntil(policy, identity, env),
    (await readCheckpoint(db, archivist))?.position ?? 0,
  );
  await indexBodies(db, bodies, signal);
  const run = await beginRun(db, policy, askedBy);
  await expireEvents({ ...parts, signal, run, due: dueBy(policy, 'events', now, 'events') }, until);
  await expireBodies(db, bodies, {
    due: dueBy(policy, 'bodies', now, 'e'),
    until,
    graceMs: policy.graceMs,
    run,
    signal,
  });
  await db.kysely
    .updateTable('retentionRuns')
    .set({ endedAt: new Date().toISOString() })
    .where('run', '=', run)
    .execute();
  return (await runOf(db, run))!;
}

/** The number of the run: that of one which was cut off under this policy, else a new one. */
async function beginRun(db: Database, { text }: Policy, askedBy: string): Promise<number> {
  const newest = await db.kysely
    .selectFrom('retentionRuns')
    .select(['run', 'policy', 'endedAt'])
    .orderBy('run', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest !== undefined && newest.endedAt === null && newest.policy === text) return newest.run;
  const { run } = await db.kysely
    .insertInto('retentionRuns')
    .values({ askedBy, policy: text, endedAt: null })
    .returning('run')
    .executeTakeFirstOrThrow();
  return run;
}
