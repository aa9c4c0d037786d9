import {
  advanceCheckpoint,
  CheckpointMovedError,
  type Database,
  inSavepoint,
  isTransient,
  lockCheckpoint,
  readCheckpoint,
  readHistory,
  type Trx,
} from '@hookline/db';
import type { EventLog } from '@hookline/log';
import {
  type Budgets,
  clockBehindMs,
  type Fired,
  type InForce,
  inForce,
  type Reading,
  readBatch,
  runBatch,
  standingOf,
  stateName,
} from '@hookline/rules';
import { type BusEvent, type RecordedEvent, readEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import { storable } from '../json-text.ts';
import type { SourcedRule } from '../sources/rule-book.ts';
import { pauseRule } from '../switches/commands.ts';
import { fire } from './fire.ts';
import { follow } from './follow.ts';
import { loadKept, saveHolds, saveKept } from './kept.ts';
import { KnownSessions } from './known-sessions.ts';
import { NewEvents } from './new-events.ts';
import { warmUp } from './warm-up.ts';
import { withTicks } from './with-ticks.ts';

/** Name of the checkpoint of this consumer. */
export const consumer = 'orchestrator';

interface Parts {
  readonly db: Database;
  readonly log: EventLog;
  readonly signal: AbortSignal;
  /** The rules in force now; asked for anew with every batch. */
  readonly rules: () => readonly SourcedRule[];
  readonly budgets: Budgets;
  readonly onProgress: (position: number) => void;
  /** Told in one sentence of a firing that cannot be done, or an event that cannot be kept: it is left out, all else goes on. */
  readonly onLeftOut: (sentence: string) => void;
  /** How often rules are looked at when nothing comes, in milliseconds. */
  readonly tickMs?: number;
}

type Batch = readonly { readonly position: number; readonly event: BusEvent }[];

/**
 * Runs events through the rules in force, from the stored checkpoint on, until `signal` aborts. Firings, what they intend,
 * the states of rules, facts of sessions, what followers fold, and the checkpoint are one transaction. Throws
 * `CheckpointMovedError` when another instance is at work: begin anew then.
 */
export async function consume(parts: Parts): Promise<void> {
  const { db, log, signal, onProgress } = parts;
  const { identity } = await log.head();
  let position = (await readCheckpoint(db, consumer))?.position ?? 0;
  const known = await KnownSessions.open(db, consumer);
  const newEvents = new NewEvents(db);
  let standing: { of: readonly SourcedRule[]; inForce: InForce } = { of: [], inForce: inForce([]) };
  onProgress(position);
  for await (const tick of withTicks(readHistory({ db, log }, position, { signal }), parts.tickMs ?? 500)) {
    if (signal.aborted) return;
    const rules = parts.rules();
    const isNew = rules !== standing.of;
    if (isNew) {
      await warmUpNew(parts, rules, position, known.memory.clockMs);
      const all = rules.map(({ rule, gate, sinceMs }) => standingOf(rule, { gate, sinceMs }));
      standing = { of: rules, inForce: inForce(all) };
    }
    if ('idle' in tick) {
      const clockMs = await clockWhenCaughtUp(db, log, position);
      if (clockMs === undefined || clockMs <= known.memory.clockMs) continue;
      if (!isNew && !(await isAnythingDue(db, clockMs))) continue;
      known.memory.clockMs = clockMs;
      const reading = nothingRead(known);
      await commit(parts, { known, reading, inForce: standing.inForce, from: position, identity, batch: [] });
      continue;
    }
    const [batch] = await Promise.all([
      eventsOf(tick.batch, newEvents),
      known.need(tick.batch.flatMap(({ event }) => sessionsOf(event))),
    ]);
    known.memory.latestMs = await latestOf(db, batch);
    const { byKind, byRule } = standing.inForce;
    const reading = readBatch(batch, byKind, byRule, known.memory, (rule, at, error) =>
      parts.onLeftOut(leftOut(rule, at, error)),
    );
    const last = tick.batch.at(-1)!;
    const to = { position: last.position, lastId: last.event.id };
    await commit(parts, { known, reading, inForce: standing.inForce, from: position, identity, batch, to });
    newEvents.took(tick.batch);
    known.trim();
    position = last.position;
    onProgress(position);
  }
}

interface Commit {
  readonly known: KnownSessions;
  readonly reading: Reading;
  readonly inForce: InForce;
  readonly from: number;
  readonly identity: string;
  readonly batch: Batch;
  /** Where the checkpoint goes; it stays where nothing but time passed. */
  readonly to?: { readonly position: number; readonly lastId: string };
}

async function commit(parts: Parts, what: Commit): Promise<void> {
  try {
    await take(parts, what, { follow, fire });
  } catch (error) {
    if (isTransient(error) || error instanceof CheckpointMovedError) throw error;
    // One of the events or firings can perhaps never be kept; with a savepoint for each, only that one is left out.
    await take(parts, what, {
      follow: (trx, batch) => follow(trx, batch, parts.onLeftOut),
      async fire(trx, fired) {
        const fault = await inSavepoint(trx, () => fire(trx, fired));
        if (fault !== undefined) parts.onLeftOut(leftOut(fired.firing.rule, fired.position, fault));
      },
    });
  }
}

async function take(
  { db, budgets }: Parts,
  { known, reading, inForce: rules, from, identity, batch, to }: Commit,
  write: {
    follow(trx: Trx, batch: Batch): Promise<void>;
    fire(trx: Trx, fired: Fired): Promise<void>;
  },
): Promise<void> {
  const { clockMs } = known.memory;
  await db.transaction(async (trx) => {
    if (to === undefined) {
      const { position } = await lockCheckpoint(trx, consumer, identity);
      if (position !== from) throw new CheckpointMovedError(consumer, from, position);
    } else {
      await advanceCheckpoint(trx, consumer, { from, to: to.position, lastId: to.lastId, logIdentity: identity });
    }
    await write.follow(trx, batch);
    await known.save(trx, reading, to?.position ?? from);
    const named = new Map(
      reading.events.flatMap(({ inputs }) =>
        inputs.map(({ standing, key }) => [stateName(standing, key), { standing, key }] as const),
      ),
    );
    const { store, off } = await loadKept(trx, rules.byRule, named, clockMs);
    await known.need(
      [...store.states.values()].flatMap(({ state }) =>
        [
          ...state.buffer,
          ...state.open.flat(),
          ...state.gathering,
          ...state.queue.flatMap(({ matches }) => matches),
        ].map(({ session }) => session),
      ),
      trx,
    );
    const options = { budgets, paused: off, stopped: off.has('*') };
    const outcome = runBatch(reading, rules, store, { untilMs: clockMs, position: from }, options);
    for (const fired of outcome.firings) await write.fire(trx, fired);
    for (const { rule, reason } of outcome.pauses) {
      await pauseRule(trx, rule, { by: 'orchestrator', reason, automatic: true });
    }
    await saveKept(trx, store, outcome, { consumer, clockMs });
    await saveHolds(trx, outcome);
  });
}

/** The sessions whose facts an event changes, or asks for. */
function sessionsOf({ type, session, data }: RecordedEvent['event']): string[] {
  const works = type.startsWith('hookline.work.started.') ? data.session : undefined;
  return typeof works === 'string' ? [session, works] : [session];
}

async function eventsOf(batch: readonly RecordedEvent[], newEvents: NewEvents): Promise<Batch> {
  const events: { position: number; event: BusEvent }[] = [];
  for (const { position, event: stored } of await newEvents.of(batch)) {
    const event = readEvent(stored);
    if (event !== undefined) events.push({ position, event });
  }
  return events;
}

async function warmUpNew(
  { db, log, signal }: Parts,
  rules: readonly SourcedRule[],
  position: number,
  clockMs: number,
): Promise<void> {
  const cold = await db.kysely
    .selectFrom('rules')
    .select(['name', 'version'])
    .where('warmPosition', 'is', null)
    .where('withdrawnAt', 'is', null)
    .execute();
  for (const { rule } of rules) {
    if (!cold.some(({ name, version }) => name === rule.name && version === rule.version)) continue;
    await warmUp({ db, log, rule, position, clockMs, signal });
  }
}

/** The clock when nothing of the log is left to read; undefined while there is. */
async function clockWhenCaughtUp(db: Database, log: EventLog, position: number): Promise<number | undefined> {
  // The time is asked for first: whatever the log does not have by then was recorded later.
  const nowMs = await databaseNowMs(db);
  const { last } = await log.head();
  return last > position ? undefined : nowMs - clockBehindMs;
}

async function databaseNowMs(db: Database): Promise<number> {
  const { rows } = await sql<{
    ms: number;
  }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms`.execute(db.kysely);
  return Number(rows[0]!.ms);
}

/** How much the clock of a gateway may go before that of the database. */
const aheadMs = 60_000;

/** Up to when the times of a batch are believed; undefined where none of them is ahead. */
async function latestOf(db: Database, batch: Batch): Promise<number | undefined> {
  const seemsMs = Date.now() + aheadMs;
  const isAhead = batch.some(({ event }) => Date.parse(event.recordedtime ?? event.time) > seemsMs);
  return isAhead ? (await databaseNowMs(db)) + aheadMs : undefined;
}

async function isAnythingDue(db: Database, clockMs: number): Promise<boolean> {
  const due = await db.kysely
    .selectFrom('ruleStates')
    .select('key')
    .where('dueMs', '<=', clockMs)
    .limit(1)
    .executeTakeFirst();
  return due !== undefined;
}

function nothingRead({ memory }: KnownSessions): Reading {
  return {
    events: [],
    factsAt: (session) => memory.facts.get(session),
    changed: new Set(),
    newTies: new Map(),
  };
}

function leftOut(rule: string, position: number, fault: unknown): string {
  const reason = fault instanceof Error ? fault.message : String(fault);
  return storable(`rule ${rule} did not fire for the event at position ${position}: ${reason}`);
}
