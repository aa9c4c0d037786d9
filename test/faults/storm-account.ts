import { setTimeout as pause } from 'node:timers/promises';
import { archivist, type Database, readCheckpoint, verifyArchive } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { compareWithLive, listProjections, listQuarantine, requestRebuild } from '@hookline/projections';
import { type CloudEvent, readEvent } from '@hookline/schemas';

const stepMs = 200;

/** What the bus says by itself about what was fed: no hook stands behind it. */
const derivedKinds: ReadonlySet<string | undefined> = new Set(['conflict.detected', 'memory.recorded']);

/** What a log and its read models hold, held against what was fed. Every number but `logged` has to be 0. */
export interface StormAccount {
  readonly logged: number;
  /** Expected and not in the log. */
  readonly lost: number;
  /** In the log, neither expected nor derived from what was fed. */
  readonly unexpected: number;
  /** Positions of the log whose id has another position before it. */
  readonly duplicates: number;
  /** Ids in the log and not in the archive, or the other way round, and contents that differ. */
  readonly archiveDifferences: number;
  readonly quarantined: number;
  /** Read models whose rows differ from those of a rebuild from nothing. */
  readonly differentReadModels: readonly string[];
  readonly examples: readonly string[];
}

/** Consumers write events too: what they made of the last one is in the log when nothing has come for so long. */
const restMs = 2_000;

/** Resolves when no consumer is behind the log and the log is at rest; rejects with who is behind after `timeoutMs`. */
export async function untilConsumed(db: Database, log: EventLog, timeoutMs: number): Promise<void> {
  let seen = { last: 0, atMs: 0 };
  for (const end = Date.now() + timeoutMs; ; await pause(stepMs)) {
    const { last } = await log.head();
    if (last !== seen.last) seen = { last, atMs: Date.now() };
    const checkpoints = await db.kysely.selectFrom('checkpoints').select(['name', 'position']).execute();
    const behind = checkpoints.filter(({ position }) => position < last);
    if (checkpoints.length > 0 && behind.length === 0 && Date.now() >= seen.atMs + restMs) return;
    if (Date.now() > end) {
      const where = behind.map(({ name, position }) => `${name} at ${position}`).join(', ');
      throw new Error(`after ${timeoutMs / 1000} s not all was consumed: the log ends at ${last}, ${where}`);
    }
  }
}

/** Takes the account. Needs a projector that runs, for the rebuilds. */
export async function takeAccount(
  { db, log }: { db: Database; log: EventLog },
  expected: ReadonlyMap<string, string>,
  timeoutMs: number,
): Promise<StormAccount> {
  const inLog = await eventsInLog(log);
  const logged = new Set(inLog.map(({ id }) => id));
  const lost = [...expected.keys()].filter((id) => !logged.has(id));
  const unexpected = inLog.filter((event) => !expected.has(event.id) && !derivedKinds.has(readEvent(event)?.kind));
  const archived = await db.kysely.selectFrom('eventIds').select('id').execute();
  const archivedIds = new Set(archived.map(({ id }) => id));
  const apart = [...logged].filter((id) => !archivedIds.has(id)).length + (archivedIds.size - logged.size);
  const verification = await verifyArchive({ db, log });
  const quarantined = await listQuarantine(db);
  const different = await compareWithRebuild(db, timeoutMs);
  return {
    logged: logged.size,
    lost: lost.length,
    unexpected: unexpected.length,
    duplicates: inLog.length - logged.size,
    archiveDifferences: Math.abs(apart) + verification.findingsTotal,
    quarantined: quarantined.length,
    differentReadModels: different.map(({ name }) => name),
    examples: [
      ...different.flatMap(({ name, rows }) => rows.slice(0, 3).map((row) => `${name}: ${row}`)),
      ...lost.slice(0, 3).map((id) => `lost: ${expected.get(id)} ${id}`),
      ...unexpected.slice(0, 3).map(({ id, type }) => `unexpected: ${type} ${id}`),
      ...verification.findings.slice(0, 3).map(({ message }) => message),
      ...quarantined.slice(0, 3).map(({ projection, session, error }) => `${projection}, ${session}: ${error}`),
    ],
  };
}

async function eventsInLog(log: EventLog): Promise<CloudEvent[]> {
  const { last } = await log.head();
  const events: CloudEvent[] = [];
  if (last === 0) return events;
  const stop = new AbortController();
  for await (const batch of log.read(0, { signal: stop.signal })) {
    events.push(...batch.map(({ event }) => event));
    if (batch.at(-1)!.position >= last) break;
  }
  stop.abort();
  return events;
}

async function compareWithRebuild(db: Database, timeoutMs: number): Promise<{ name: string; rows: string[] }[]> {
  const names = [...new Set((await listProjections(db)).map(({ name }) => name))];
  for (const name of names) await requestRebuild(db, name);
  const end = Date.now() + timeoutMs;
  const different: { name: string; rows: string[] }[] = [];
  for (const name of names) {
    for (;;) {
      const { position } = (await readCheckpoint(db, archivist))!;
      const compared = await compareWithLive(db, name);
      if (compared?.same !== undefined && compared.ready.position === position) {
        const { live, ready } = compared;
        if (!compared.same) different.push({ name, rows: await differentRows(db, live.table, ready.table) });
        break;
      }
      if (Date.now() > end) throw new Error(`${name} was not rebuilt within ${timeoutMs / 1000} s`);
      await pause(stepMs);
    }
  }
  return different;
}

/** The rows that only one of two tables has, as JSON, with the table's name. */
async function differentRows(db: Database, ...tables: readonly [string, string]): Promise<string[]> {
  const [one, other] = await Promise.all(
    tables.map(async (table) => {
      const [schema, name] = table.split('.') as [string, string];
      const rows = await db.kysely
        .withSchema(schema)
        .selectFrom(name as 'events')
        .selectAll()
        .execute();
      return new Set(rows.map((row) => JSON.stringify(row)));
    }),
  );
  const only = (rows: Set<string>, others: Set<string>, table: string) =>
    [...rows].filter((row) => !others.has(row)).map((row) => `only in ${table}: ${row}`);
  const [first, second] = [only(one!, other!, tables[0]), only(other!, one!, tables[1])];
  return first.flatMap((row, at) => [row, second[at] ?? 'nothing in its place']).concat(second.slice(first.length));
}
