import { MemoryLog } from '@hookline/log';
import { type CloudEvent, eventId, newEvent, type RecordedEvent } from '@hookline/schemas';
import { eventually, testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { archive, ensurePartitions } from './archive.ts';
import { textArray } from './bulk.ts';
import { advanceCheckpoint, CheckpointMovedError, readCheckpoint } from './checkpoints.ts';
import { type Database, notify, openDatabase } from './database.ts';
import { archiveRange, findEvent, readArchive, readSession } from './read-archive.ts';
import { archivist, readHistory } from './read-history.ts';
import { retrying } from './retrying.ts';
import { isTransient } from './transient.ts';
import { verifyArchive } from './verify-archive.ts';
import { requireVersion } from './version.ts';
import { waitForPosition } from './wait-for-position.ts';

async function open(): Promise<{ db: Database; url: string } & AsyncDisposable> {
  const database = await testDatabase();
  const db = await openDatabase(database.url);
  return {
    db,
    url: database.url,
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

const now = new Date('2026-11-22T12:00:00Z');

function said(number: number, attributes: { session?: string; time?: string; recordedtime?: string } = {}): CloudEvent {
  const { recordedtime, ...others } = attributes;
  const event = newEvent({
    kind: 'message.sent',
    id: eventId('db test', number),
    source: 'urn:hookline:laptop:claude-code',
    time: new Date(now.getTime() + number * 1_000).toISOString(),
    session: 'x:1',
    origin: 'hook',
    ...others,
    data: { role: 'assistant', text: `message ${number}` },
  });
  return recordedtime === undefined ? event : { ...event, recordedtime };
}

/** Archives everything that a log holds up to a position, as the projector does. */
async function archiveUpTo(db: Database, log: MemoryLog, until: number): Promise<void> {
  const { identity } = await log.head();
  const events: RecordedEvent[] = [];
  for (let position = 1; position <= until; position += 1) {
    const one = await log.get(position);
    if (one !== undefined) events.push(one);
  }
  await ensurePartitions(db, events, now);
  await db.transaction(async (trx) => {
    await archive(trx, events, now);
    const lastId = events[events.length - 1]!.event.id;
    await advanceCheckpoint(trx, archivist, { from: 0, to: until, lastId, logIdentity: identity });
  });
}

test('several processes may open an empty database at once', async () => {
  await using database = await testDatabase({ empty: true });

  const opened = await Promise.all([
    openDatabase(database.url),
    openDatabase(database.url),
    openDatabase(database.url),
  ]);

  for (const db of opened) expect(await readCheckpoint(db, 'anyone')).toBeUndefined();
  await Promise.all(opened.map((db) => db[Symbol.asyncDispose]()));
});

test('a server that is not there is told after the time that was given for it', async () => {
  const opening = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', connectWithinMs: 200 });

  await expect(opening).rejects.toSatisfy(isTransient);
});

test('a server that is too old is refused with what to do', () => {
  expect(() => requireVersion(130_012, '13.12')).toThrow(
    'the database is PostgreSQL 13.12, hookline needs 14 or newer: upgrade it, or point HOOKLINE_DATABASE_URL at another one',
  );
  expect(() => requireVersion(140_000, '14.0')).not.toThrow();
});

test('the archive takes an event whatever its time or version says', async () => {
  await using opened = await open();
  const { db } = opened;
  const odd = ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:00', 'yesterday'].map((time, index) => ({
    position: index + 1,
    event: { ...said(index), time, type: 'hookline.moon.landed.v99999999999' },
  }));

  await db.transaction((trx) => archive(trx, odd, now));

  expect(await readArchive(db)).toEqual(odd);
});

test('a connection that is cut is an error that may be tried again, and trying again succeeds', async () => {
  await using opened = await open();
  const { db } = opened;
  const cutItself = db.transaction(async (trx) => {
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx);
  });

  await expect(cutItself).rejects.toSatisfy(isTransient);
  await retrying(() => sql`select 1`.execute(db.kysely));
});

test('an error of the data is not tried again', async () => {
  await using opened = await open();
  let attempts = 0;

  const failing = retrying(async () => {
    attempts += 1;
    await sql`select 1 / 0`.execute(opened.db.kysely);
  });

  await expect(failing).rejects.toThrow('division by zero');
  expect(attempts).toBe(1);
});

test('text arrays arrive as they were, with NUL shown as a symbol', async () => {
  await using opened = await open();
  const values = ['plain', '', null, 'quote " \\ {a,b}', 'ünï ☃ 🙂', 'a\0b'];

  const { rows } = await sql<{ value: string | null }>`
    select value from unnest(${textArray(values)}::text[]) as value`.execute(opened.db.kysely);

  expect(rows.map(({ value }) => value)).toEqual([...values.slice(0, 5), 'a␀b']);
});

test('a checkpoint moves only from where it is thought to be', async () => {
  await using opened = await open();
  const { db } = opened;
  const move = (from: number, to: number) =>
    db.transaction((trx) => advanceCheckpoint(trx, 'reader', { from, to, lastId: `id-${to}`, logIdentity: 'log' }));

  await move(0, 5);

  await expect(move(0, 7)).rejects.toThrow(CheckpointMovedError);
  await move(5, 7);
  expect(await readCheckpoint(db, 'reader')).toEqual({
    name: 'reader',
    position: 7,
    lastId: 'id-7',
    logIdentity: 'log',
  });
});

test('of several that move a checkpoint at once, one succeeds', async () => {
  await using opened = await open();
  const { db } = opened;

  const moved = await Promise.allSettled(
    [1, 2, 3, 4].map((to) =>
      db.transaction((trx) => advanceCheckpoint(trx, 'reader', { from: 0, to, lastId: '', logIdentity: 'log' })),
    ),
  );

  expect(moved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('months get partitions of their own; times nobody can believe share one', async () => {
  await using opened = await open();
  const { db } = opened;
  const recordedtimes = [
    '2026-10-31T23:59:59Z',
    '2026-11-01T00:00:00Z',
    '1999-01-01T00:00:00Z',
    '2099-01-01T00:00:00Z',
  ];
  const events = recordedtimes.map((recordedtime, index) => ({
    position: index + 1,
    event: said(index, { recordedtime }),
  }));

  await ensurePartitions(db, events, now);
  await db.transaction((trx) => archive(trx, events, now));

  const { rows } = await sql<{ place: string }>`
    select tableoid::regclass::text as place from events order by position`.execute(db.kysely);
  expect(rows.map(({ place }) => place)).toEqual(['events_2026_10', 'events_2026_11', 'events_other', 'events_other']);
  expect((await readArchive(db)).map(({ position }) => position)).toEqual([1, 2, 3, 4]);
});

test('an id keeps its first position, in one batch and over months', async () => {
  await using opened = await open();
  const { db } = opened;
  const first = { position: 1, event: said(1, { recordedtime: '2026-10-01T00:00:00Z' }) };
  const again = { position: 9, event: said(1, { recordedtime: '2026-11-01T00:00:00Z' }) };
  await ensurePartitions(db, [first, again], now);

  const stored = await db.transaction((trx) => archive(trx, [first, { ...again, position: 2 }], now));
  const later = await db.transaction((trx) => archive(trx, [again], now));

  expect(stored).toEqual([first]);
  expect(later).toEqual([]);
  expect(await findEvent(db, { id: first.event.id })).toEqual(first);
  expect(await archiveRange(db)).toEqual({ first: 1, last: 1, events: 1 });
});

test('a session is read in its own order, page by page', async () => {
  await using opened = await open();
  const { db } = opened;
  const events = [3, 1, 2].map((number, index) => ({ position: index + 1, event: said(number) }));
  const other = { position: 4, event: said(4, { session: 'x:2' }) };
  await db.transaction((trx) => archive(trx, [...events, other], now));

  const first = await readSession(db, 'x:1', { limit: 2 });
  const order = String(Date.parse(first[1]!.event.time));
  const rest = await readSession(db, 'x:1', { after: { order, position: first[1]!.position } });

  expect([...first, ...rest].map(({ position }) => position)).toEqual([2, 3, 1]);
  expect(await readSession(db, 'x:1', { until: 1 })).toHaveLength(1);
  expect(await readArchive(db, { kinds: ['message.'], session: 'x:2' })).toEqual([other]);
});

test('history is the archive and then the log, as one', async () => {
  await using opened = await open();
  const { db } = opened;
  const log = new MemoryLog();
  await log.append(Array.from({ length: 10 }, (_, index) => said(index)));
  await archiveUpTo(db, log, 7);
  log.expire(5);
  const stop = new AbortController();
  const positions: number[] = [];

  for await (const batch of readHistory({ db, log }, 2, { signal: stop.signal, batchSizeMax: 2 })) {
    positions.push(...batch.map(({ position }) => position));
    if (positions.length === 8) await log.append([said(99)]);
    if (positions.length === 9) stop.abort();
  }

  expect(positions).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('an untouched archive agrees with its log', async () => {
  await using opened = await open();
  const log = new MemoryLog();
  await log.append(Array.from({ length: 1_500 }, (_, index) => said(index)));
  await archiveUpTo(opened.db, log, 1_500);

  const found = await verifyArchive({ db: opened.db, log });

  expect(found).toMatchObject({ ok: true, from: 1, to: 1_500, events: 1_500, findings: [] });
  expect(found.ranges.map(({ from, to, events }) => [from, to, events])).toEqual([
    [1, 1_000, 1_000],
    [1_001, 1_500, 500],
  ]);
});

test('finds what is missing and what was changed', async () => {
  await using opened = await open();
  const { db } = opened;
  const log = new MemoryLog();
  await log.append(Array.from({ length: 6 }, (_, index) => said(index)));
  await archiveUpTo(db, log, 6);
  await sql`delete from events where position = 2`.execute(db.kysely);
  await sql`delete from event_ids where position = 2`.execute(db.kysely);
  await sql`update events set event = (event::text || ' ')::json where position = 3`.execute(db.kysely);
  await sql`update events set event = replace(event::text, 'message 3', 'massage 3')::json where position = 4`.execute(
    db.kysely,
  );

  const { ok, findings } = await verifyArchive({ db, log });

  expect(ok).toBe(false);
  expect(findings.map(({ type, position }) => [type, position])).toEqual([
    ['missing-in-archive', 2],
    ['different', 4],
  ]);
});

test('one leads at a time, and another takes over when its connection is lost', async () => {
  await using opened = await open();
  await using other = await openDatabase(opened.url);
  const stop = new AbortController();
  const turns: string[] = [];
  let leading = 0;
  const led = (name: string, db: Database) =>
    db.lead('test', { signal: stop.signal }, async (signal) => {
      leading += 1;
      expect(leading).toBe(1);
      turns.push(name);
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      leading -= 1;
    });
  const both = [led('a', opened.db), led('b', other)];
  await eventually(() => turns.length === 1);

  await sql`
    select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
    where d.datname = current_database() and locktype = 'advisory' and granted`.execute(opened.db.kysely);

  await eventually(() => turns.length === 2, { what: 'someone leads again' });
  stop.abort();
  await Promise.all(both);
});

test('messages arrive, also after the connection was lost', async () => {
  await using opened = await open();
  const { db } = opened;
  const stop = new AbortController();
  const heard: string[] = [];
  await db.listen('news', (payload) => heard.push(payload), { signal: stop.signal });
  await notify(db, 'news', 'one');
  await eventually(() => heard.includes('one'));

  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'listen%'`.execute(db.kysely);
  await eventually(() => heard.filter((payload) => payload === '').length === 2, { what: 'it listens again' });
  await notify(db, 'news', 'two');

  await eventually(() => heard.includes('two'));
  stop.abort();
});

test('waiting for a position says how far it came when the time is over', async () => {
  await using opened = await open();

  const waiting = waitForPosition(opened.db, 5, { timeoutMs: 100 });

  await expect(waiting).rejects.toThrow('projector stands at 0, expected 5 within 100 ms');
});
