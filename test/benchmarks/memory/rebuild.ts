import { type Database, openDatabase } from '@hookline/db';
import { decisionOf, deriveAll, derivers, factOf, type Memory } from '@hookline/memory';
import {
  beginRebuild,
  digestOf,
  digestOfMemories,
  foldStale,
  hashOfMemory,
  indexMemories,
  isRebuilding,
  observeNext,
  takeBatch,
} from '@hookline/recall';
import type { RecordedEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { findDataSets } from '../real-sessions/data-sets.ts';
import { readSessions } from '../real-sessions/read-rows.ts';
import { eventsOf } from '../real-sessions/to-events.ts';
import type { BenchPart } from './part.ts';
import { randomFrom } from './random-from.ts';

const batchSize = 500;

/** Three ways to the same memories, and whether each of them can be traced to events. */
export const part: BenchPart = {
  name: 'rebuild',
  what: 'incremental, from zero and a rebuild in reverse order end in one digest; every memory resolves to events',
  async run({ quick }) {
    const log = await readLog(quick ? 60 : Number.POSITIVE_INFINITY);
    if ('skipped' in log) return log;
    const facts = log.flatMap((recorded) => factOf(recorded) ?? []);
    const decisions = log.flatMap((recorded) => decisionOf(recorded) ?? []);
    const pure = deriveAll(facts, decisions, derivers);
    const expected = digestOf(new Map(pure.map((memory) => [memory.id, hashOfMemory(memory)])));

    await using database = await testDatabase();
    await using db = await openDatabase(database.url);
    const rows: (string | number)[][] = [
      ['one pure function, no database', '', '', pure.length, expected.slice(0, 16)],
    ];
    const ways: Record<string, () => Promise<void>> = {
      'from zero': () => takeAll(db, log),
      'bit by bit, random batches': () => takeBitByBit(db, log),
      'a rebuild, in reverse order': () => takeAll(db, log.toReversed()),
    };
    const digests = new Set([expected]);
    for (const [way, take] of Object.entries(ways)) {
      await beginRebuild(db);
      await isRebuilding(db, Number.MAX_SAFE_INTEGER);
      await db.kysely.deleteFrom('memories').execute();
      const began = performance.now();
      await take();
      await settle(db);
      const seconds = (performance.now() - began) / 1_000;
      const { memories, digest } = await digestOfMemories(db);
      digests.add(digest);
      rows.push([way, seconds.toFixed(1), Math.round(log.length / seconds), memories, digest.slice(0, 16)]);
    }
    const traced = await tracedIn(db, log);
    return [
      {
        title: `${log.length} events of ${new Set(log.map(({ event }) => event.session)).size} real sessions`,
        columns: ['way', 'seconds', 'events/s', 'memories', 'digest'],
        rows,
        goals: [
          { what: 'digests', figure: digests.size, goal: 1, atLeast: false },
          {
            what: 'memories whose every position is an event of a session that says so',
            figure: traced,
            goal: 100,
            unit: '%',
          },
        ],
      },
    ];
  },
};

async function readLog(sessionsMax: number): Promise<RecordedEvent[] | { readonly skipped: string }> {
  const found = findDataSets();
  if ('skipped' in found) return found;
  const log: RecordedEvent[] = [];
  for (const { path, repository } of found.dataSets)
    for (const [session, rows] of [...(await readSessions(path))].slice(0, sessionsMax))
      for (const event of eventsOf(session, rows, repository)) log.push({ position: log.length + 1, event });
  return log;
}

async function takeAll(db: Database, log: readonly RecordedEvent[]): Promise<void> {
  for (let at = 0; at < log.length; at += batchSize)
    await db.transaction((trx) => takeBatch(trx, log.slice(at, at + batchSize)));
}

/** Sessions are observed half-way, memories folded of what is there by then. */
async function takeBitByBit(db: Database, log: readonly RecordedEvent[]): Promise<void> {
  const next = randomFrom(7);
  for (let at = 0; at < log.length; ) {
    const size = 1 + Math.floor(next() * 2 * batchSize);
    await db.transaction((trx) => takeBatch(trx, log.slice(at, at + size)));
    at += size;
    if (next() < 0.5) await observeNext(db, derivers, nothing, { all: true });
    if (next() < 0.2) await foldStale(db, derivers, indexMemories);
  }
}

async function settle(db: Database): Promise<void> {
  while ((await observeNext(db, derivers, nothing, { all: true })) !== undefined);
  while ((await foldStale(db, derivers, indexMemories)) > 0);
}

const nothing = async () => {};

/** The share of memories, in percent, of which every position leads to an event of a session that was observed to say so. */
async function tracedIn(db: Database, log: readonly RecordedEvent[]): Promise<number> {
  const sessionAt = new Map(log.map(({ position, event }) => [position, event.session]));
  const observed = Map.groupBy(
    await db.kysely.selectFrom('memoryObservations').select(['memory', 'session']).execute(),
    ({ memory }) => memory,
  );
  const memories = await db.kysely.selectFrom('memories').select('memory').execute();
  const traced = memories.filter(({ memory }) => {
    const { id, positions } = memory as Memory;
    const sessions = new Set((observed.get(id) ?? []).map(({ session }) => session));
    return positions.evidence.length > 0 && positions.evidence.every((at) => sessions.has(sessionAt.get(at) ?? ''));
  });
  return Math.round((10_000 * traced.length) / Math.max(1, memories.length)) / 100;
}
