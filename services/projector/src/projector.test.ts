import { type Database, openDatabase, readCheckpoint, waitForPosition } from '@hookline/db';
import { MemoryLog } from '@hookline/log';
import {
  foldEvents,
  getSession,
  listProjections,
  listTurns,
  prepareGenerations,
  projections,
  requestRebuild,
  stateAt,
  verifyStates,
} from '@hookline/projections';
import { type CloudEvent, eventId, newEvent, type RecordedEvent, sequenceAt } from '@hookline/schemas';
import { Health, type ServiceContext } from '@hookline/service';
import { eventually, testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { follow } from './follow.ts';
import { projector } from './projector.ts';

const startMs = Date.UTC(2026, 10, 22);

function prompt(number: number, session = `claude-code:${number % 5}`): CloudEvent {
  return newEvent({
    kind: 'prompt.submitted',
    id: eventId('projector test', number),
    source: 'urn:hookline:laptop:claude-code',
    time: new Date(startMs + number * 1_000).toISOString(),
    sequence: sequenceAt(startMs + number * 1_000, 1),
    session,
    origin: 'hook',
    data: { text: `prompt ${number}`, by: 'person' },
  });
}

const prompts = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => prompt(from + index));

interface Running extends AsyncDisposable {
  readonly health: Health;
  readonly ended: Promise<void>;
}

/** The service as a process would run it; disposing of it stops it and waits. */
function start(db: Database, log: MemoryLog, batch = 50): Running {
  const stop = new AbortController();
  const health = new Health();
  const quiet = () => {};
  const ended = projector.run({
    settings: { HOOKLINE_HOME: '/nowhere', HOOKLINE_PROJECTOR_BATCH: batch, HOOKLINE_SNAPSHOT_EVENTS: 10 },
    logger: { info: quiet, warn: quiet, error: quiet },
    signal: stop.signal,
    log,
    db,
    health,
    ready: quiet,
  } as unknown as ServiceContext<{ HOOKLINE_PROJECTOR_BATCH: number; HOOKLINE_SNAPSHOT_EVENTS: number }>);
  ended.catch(quiet);
  return {
    health,
    ended,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await ended.catch(quiet);
    },
  };
}

async function open() {
  const database = await testDatabase();
  const db = await openDatabase({ url: database.url, connectWithinMs: 10_000 });
  return {
    db,
    url: database.url,
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function everything(log: MemoryLog): Promise<RecordedEvent[]> {
  const { last } = await log.head();
  const all = await Promise.all(Array.from({ length: last }, (_, index) => log.get(index + 1)));
  return all.filter((one) => one !== undefined);
}

async function expectExact(db: Database, log: MemoryLog): Promise<void> {
  const events = await everything(log);
  const { rows } = await sql<{ positions: number; ids: number }>`
    select count(distinct position) as positions, count(distinct id) as ids from events`.execute(db.kysely);
  expect(rows[0]).toEqual({ positions: events.length, ids: events.length });
  for (const folded of foldEvents(events).sessions) {
    expect(await getSession(db, folded.session, { asOf: folded.startedAt })).toMatchObject({ ...folded });
  }
}

test('follows the log: what is appended is archived, folded and told', async () => {
  await using opened = await open();
  const { db } = opened;
  const log = new MemoryLog();
  await using _ = start(db, log);

  await log.append(prompts(0, 7));
  await waitForPosition(db, 7);
  await log.append(prompts(7, 9));
  await waitForPosition(db, 9);

  await expectExact(db, log);
  expect(await readCheckpoint(db, 'projector')).toMatchObject({ position: 9, lastId: prompt(8).id });
});

test('goes on where the one before it stopped', async () => {
  await using opened = await open();
  const { db } = opened;
  const log = new MemoryLog();
  {
    await using _ = start(db, log);
    await log.append(prompts(0, 20));
    await waitForPosition(db, 20);
  }
  await log.append(prompts(20, 40));

  await using _ = start(db, log);
  await waitForPosition(db, 40);

  await expectExact(db, log);
});

test('loses and repeats nothing when all its connections are cut again and again, with a second instance waiting', async () => {
  await using opened = await open();
  const { db } = opened;
  const log = new MemoryLog();
  await using standby = await openDatabase(opened.url);
  await using _first = start(db, log, 20);
  await using _second = start(standby, log, 20);

  for (let round = 0; round < 12; round += 1) {
    await log.append(prompts(round * 100, round * 100 + 100));
    await waitForPosition(db, round * 100 + ((round * 37) % 90));
    await cutConnections(opened.url);
  }
  await waitForPosition(db, 1_200);

  await expectExact(db, log);
  expect(new Set((await listProjections(db)).map(({ position }) => position))).toEqual(new Set([1_200]));
});

/** As a crash of the server looks to its clients: every connection is gone, whatever it was doing. */
async function cutConnections(url: string): Promise<void> {
  await using db = await openDatabase(url);
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db.kysely);
}

test('instances that both believe to be alone cannot harm each other', async () => {
  await using opened = await open();
  const { db } = opened;
  const log = new MemoryLog();
  await prepareGenerations(db, projections);
  const stop = new AbortController();
  const zombie = (batchSizeMax: number) =>
    follow({ db, log, projections, batchSizeMax, onProjected() {}, onTrouble() {} }, stop.signal);
  const zombies = [zombie(7), zombie(11), zombie(50)];

  for (let round = 0; round < 10; round += 1) await log.append(prompts(round * 50, round * 50 + 50));
  await waitForPosition(db, 500);
  stop.abort();
  await Promise.all(zombies);

  await expectExact(db, log);
});

test('stops with a clear message when the log is another one', async () => {
  await using opened = await open();
  const { db } = opened;
  const log = new MemoryLog({ identity: 'first' });
  await log.append(prompts(0, 3));
  {
    await using _ = start(db, log);
    await waitForPosition(db, 3);
  }
  const other = new MemoryLog({ identity: 'second' });
  await other.append(prompts(10, 20));

  await using running = start(db, other);

  await expect(running.ended).rejects.toThrow(
    /made at position 3 of log first, but the log is now second: it was made anew/,
  );
});

test('stops with a clear message when the log lost its end and went on', async () => {
  await using opened = await open();
  const { db } = opened;
  const log = new MemoryLog({ identity: 'same' });
  await log.append(prompts(0, 3));
  {
    await using _ = start(db, log);
    await waitForPosition(db, 3);
  }
  const rolledBack = new MemoryLog({ identity: 'same' });
  await rolledBack.append(prompts(10, 20));

  await using running = start(db, rolledBack);

  await expect(running.ended).rejects.toThrow(/was rolled back and went on/);
});

test('builds a read model anew while it follows the log', async () => {
  await using opened = await open();
  const { db } = opened;
  const log = new MemoryLog();
  await using _ = start(db, log, 10);
  await log.append(prompts(0, 200));
  await waitForPosition(db, 200);

  await requestRebuild(db, 'turns', { switchWhenReady: true });
  await log.append(prompts(200, 300));

  const live = await eventually(
    async () =>
      (await listProjections(db)).find(({ table, state }) => table === 'models.turns_v1_g2' && state === 'live'),
    { what: 'the new generation is live' },
  );
  await waitForPosition(db, 300);
  const states = await listProjections(db);
  expect(live.name).toBe('turns');
  expect(await listTurns(db, 'claude-code:1')).toHaveLength(60);
  const hashes = states.filter(({ name }) => name === 'turns').map(({ stateHash, position }) => [stateHash, position]);
  expect(hashes[0]).toEqual(hashes[1]);
});

test('makes snapshots of sessions that grow, from wherever the log stands, also when its connections are cut', async () => {
  await using opened = await open();
  const { db } = opened;
  const log = new MemoryLog();
  await log.append(prompts(0, 200));
  await using _ = start(db, log);
  for (const [from, to] of [
    [200, 300],
    [300, 400],
  ] as const) {
    await log.append(prompts(from, to));
    await waitForPosition(db, to);
    await cutConnections(opened.url);
  }

  const newest = await eventually(
    async () => {
      const states = await Promise.all([0, 1, 2, 3, 4].map((number) => stateAt(db, `claude-code:${number}`)));
      return states.every(({ events, snapshot }) => events === 80 && snapshot !== null && snapshot.position > 395)
        ? states
        : undefined;
    },
    { what: 'every session has a snapshot of its 80 events' },
  );

  expect(await verifyStates(db, { sample: 1_000 })).toEqual({ checked: 5 * 8 * projections.length, differing: [] });
  for (const state of newest) {
    expect(await stateAt(db, state.session, {}, { snapshots: false })).toEqual({ ...state, snapshot: null });
  }
});

test('says how far it is', async () => {
  await using opened = await open();
  const { db } = opened;
  const log = new MemoryLog();
  await using running = start(db, log);
  await log.append(prompts(0, 5));

  await eventually(() => running.health.snapshot().projector?.facts?.position === 5, { what: 'the report says 5' });

  expect(running.health.snapshot().projector).toMatchObject({
    ok: true,
    facts: { position: 5, lag: 0, leading: true },
  });
});
