import { type Database, readSession } from '@hookline/db';
import type { CloudEvent, RecordedEvent } from '@hookline/schemas';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type FoldedRows, foldEvents } from '../fold-events.ts';
import type { AnyProjection } from '../projection.ts';
import { projections } from '../projections.ts';
import { event, second, session, someEvents } from '../test-events.ts';
import { openStore } from '../test-store.ts';
import { dueSessions } from './due-sessions.ts';
import { hashRows } from './hash-rows.ts';
import { snapshotStep } from './snapshot-step.ts';
import { dropOtherVersions, forgetSnapshots } from './snapshots.ts';
import { stateAt } from './state-at.ts';
import { verifyStates } from './verify-states.ts';

async function snapshotAll(db: Database, every: number, of: string = session): Promise<number> {
  let made = 0;
  while ((await snapshotStep(db, projections, of, every)) !== undefined) made += 1;
  return made;
}

/** What a session was when the log had come to a position, or when the event there happened, without any of our queries. */
function eventsAt(all: readonly RecordedEvent[], at: number, by: 'log' | 'session'): RecordedEvent[] {
  if (by === 'log') return all.filter(({ position }) => position <= at);
  const here = all
    .filter(({ position }) => position <= at)
    .reduce<RecordedEvent | undefined>(
      (newest, one) => (newest === undefined || one.position > newest.position ? one : newest),
      undefined,
    );
  return here === undefined ? [] : all.slice(0, all.indexOf(here) + 1);
}

const arrivals = someEvents.chain((events) =>
  fc.record({
    order: fc.shuffledSubarray<CloudEvent>(events, { minLength: events.length, maxLength: events.length }),
    again: fc.subarray(events, { maxLength: Math.min(5, events.length) }),
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
    every: fc.integer({ min: 1, max: 7 }),
    snapshotAfter: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
    moments: fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 45 }), by: fc.constantFrom('log' as const, 'session' as const) }),
      { minLength: 1, maxLength: 12 },
    ),
    models: fc.subarray(projections.map(({ name }) => name)),
  }),
);

test('the state at any position, in either sense, with snapshots made whenever, is what folding from the first event gives', async () => {
  await fc.assert(
    fc.asyncProperty(arrivals, async ({ order, again, sizes, every, snapshotAfter, moments, models }) => {
      await using store = await openStore();
      const { db, tell } = store;
      const rest = [...order, ...again];
      for (let index = 0; rest.length > 0; index += 1) {
        await tell(...rest.splice(0, sizes[index % sizes.length]));
        if (!snapshotAfter[index % snapshotAfter.length]) continue;
        for (const of of ['claude-code:one', 'claude-code:two']) await snapshotAll(db, every, of);
      }

      for (const of of ['claude-code:one', 'claude-code:two']) {
        const all = await readSession(db, of, { limit: 1_000 });
        for (const moment of moments) {
          const events = eventsAt(all, moment.at, moment.by);
          const expected = foldEvents(events);
          const state = await stateAt(db, of, moment);
          expect(state.events).toBe(events.length);
          expect(state.rows).toEqual(expected);
          expect(state.hashes).toEqual(hashRows(expected).hashes);

          const few = await stateAt(db, of, moment, { models, hashed: projections.map(({ name }) => name) });
          expect([few.hashes, few.hash]).toEqual([state.hashes, state.hash]);
          for (const { name } of projections) {
            const shown = name === 'sessions' || models.includes(name);
            const key = name as keyof FoldedRows;
            expect([name, few.rows[key]]).toEqual([name, shown ? expected[key] : []]);
          }
        }
      }
    }),
    { numRuns: 15 },
  );
});

const prompts = (count: number) =>
  Array.from({ length: count }, (_, index) => event('prompt.submitted', { text: `prompt ${index}`, by: 'person' }));

test('a state says which snapshot it was made from', async () => {
  await using store = await openStore();
  const { db, tell } = store;
  await tell(...prompts(10));

  expect(await snapshotAll(db, 4)).toBe(2);

  const whole = await stateAt(db, session, { at: 9 });
  const there = await stateAt(db, session, { at: 8 }, { snapshots: false });
  expect(whole.snapshot).toEqual({ position: 8, hash: there.hash });
  expect(there.snapshot).toBeNull();
  expect((await stateAt(db, session, { at: 3 })).snapshot).toBeNull();
});

test('a snapshot keeps only the rows that changed since the one before', async () => {
  await using store = await openStore();
  const { db, tell } = store;
  await tell(...prompts(12));

  await snapshotAll(db, 4);

  const { rows } = await sql<{ model: string; rows: number }>`
    select model, count(*) as rows from snapshot_rows group by model order by model`.execute(db.kysely);
  expect(rows).toEqual([
    { model: 'messages', rows: 12 },
    { model: 'sessions', rows: 3 },
    { model: 'turns', rows: 12 },
  ]);
});

test('an event that stands early in its session and comes late is in later states, and only there', async () => {
  await using store = await openStore();
  const { db, tell } = store;
  const [early, ...others] = [1, 2, 3, 4, 5].map((seconds) =>
    event('prompt.submitted', { text: `at ${seconds}`, by: 'person' }, { atMs: seconds * 1_000 }),
  );
  await tell(...others);
  await snapshotAll(db, 2);

  await tell(early!);

  const promptsAt = async (at: number, by: 'log' | 'session') =>
    (await stateAt(db, session, { at, by })).rows.turns.map(({ prompt }) => prompt);
  expect(await promptsAt(4, 'log')).toEqual(['at 2', 'at 3', 'at 4', 'at 5']);
  expect(await promptsAt(5, 'log')).toEqual(['at 1', 'at 2', 'at 3', 'at 4', 'at 5']);
  expect(await promptsAt(4, 'session')).toEqual(['at 1', 'at 2', 'at 3', 'at 4', 'at 5']);
  expect(await promptsAt(5, 'session')).toEqual(['at 1']);
});

test('another version of a read model is folded from the first event until it has snapshots of its own', async () => {
  await using store = await openStore();
  const { db, tell } = store;
  await tell(...prompts(6));
  await snapshotAll(db, 3);
  const next: readonly AnyProjection[] = projections.map((one) =>
    one.name === 'turns'
      ? { ...one, version: 99, evolve: (...args) => ({ ...one.evolve(...args), by: 'somebody' }) }
      : one,
  );

  const before = await stateAt(db, session, {}, { projections: next });
  expect(before.rows.turns.map(({ by }) => by)).toEqual(Array(6).fill('somebody'));
  expect(before.snapshot).toBeNull();

  expect(await snapshotStep(db, next, session, 3)).toMatchObject({ position: 3, events: 3, rows: 3 });
  while ((await snapshotStep(db, next, session, 3)) !== undefined);
  const after = await stateAt(db, session, {}, { projections: next });
  expect(after.snapshot?.position).toBe(6);
  expect([after.rows, after.hash]).toEqual([before.rows, before.hash]);

  await dropOtherVersions(db, next);
  const left = await db.kysely
    .selectFrom('snapshots')
    .select(['model', 'version'])
    .where('model', '=', 'turns')
    .execute();
  expect(left).toEqual(Array(2).fill({ model: 'turns', version: 99 }));
  expect((await stateAt(db, session)).snapshot).toBeNull();
});

test('forgotten snapshots are made again of what is left', async () => {
  await using store = await openStore();
  const { db, tell } = store;
  await tell(...prompts(6));
  await snapshotAll(db, 3);

  await db.transaction(async (trx) => {
    await forgetSnapshots(trx, session);
    await sql`delete from events where position = 2`.execute(trx);
  });

  const state = await stateAt(db, session);
  expect([state.snapshot, state.rows.turns.length]).toEqual([null, 5]);
  expect(await snapshotAll(db, 3)).toBe(1);
  expect((await stateAt(db, session)).rows).toEqual(state.rows);
});

test('an event that cannot be folded makes no snapshot, and leaves those before it', async () => {
  await using store = await openStore();
  const { db, tell } = store;
  await tell(...prompts(6));
  const fragile = projections.map(
    (one): AnyProjection => ({
      ...one,
      evolve(row, arranged, key) {
        if (arranged.position === 5) throw new Error('cannot be folded');
        return one.evolve(row, arranged, key);
      },
    }),
  );

  await snapshotStep(db, fragile, session, 3);

  await expect(snapshotStep(db, fragile, session, 3)).rejects.toThrow('cannot be folded');
  expect(await db.kysely.selectFrom('snapshots').select('position').distinct().execute()).toEqual([{ position: 3 }]);
});

test('two makers at once make each snapshot once', async () => {
  await using store = await openStore();
  const { db, tell } = store;
  await tell(...prompts(20));

  const made = await Promise.all([snapshotAll(db, 2), snapshotAll(db, 2), snapshotAll(db, 2)]);

  expect(made.reduce((sum, one) => sum + one, 0)).toBe(10);
});

test('a session is due when it has grown by so many events since its last snapshot', async () => {
  await using store = await openStore();
  const { db, tell } = store;
  await tell(...prompts(5));
  const due = (every: number, after?: number) =>
    dueSessions(db, projections, every, { limit: 10, ...(after === undefined ? {} : { after, until: 99 }) });

  expect([await due(5), await due(6), await due(5, 4), await due(5, 5)]).toEqual([[session], [], [session], []]);
  await snapshotAll(db, 5);
  expect(await due(5)).toEqual([]);
  await tell(...prompts(5));
  expect(await due(5, 5)).toEqual([session]);
});

test('whether a session is running, waiting, idle or back again is told for the moment that is asked for', async () => {
  await using store = await openStore();
  const { db, tell } = store;
  const at = (seconds: number) => ({ atMs: seconds * 1_000 });
  await tell(
    event('prompt.submitted', { text: 'go', by: 'person' }, at(1)),
    event('permission.asked', { tool: 'Bash', call: 'a' }, at(2)),
    event('permission.decided', { tool: 'Bash', call: 'a', decision: 'allow', by: 'person' }, at(90_000)),
    event('turn.ended', { text: 'done' }, at(90_001)),
    event('session.ended', { reason: 'logout' }, at(90_002)),
    event('session.resumed', { nativeSession: 'n' }, at(90_003)),
    event('prompt.submitted', { text: 'more', by: 'person' }, at(90_004)),
  );

  const told = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((position) => stateAt(db, session, { at: position })));

  expect(told.map(({ liveness }) => liveness)).toEqual([
    'running',
    'waiting',
    'running',
    'idle',
    'ended',
    'idle',
    'running',
  ]);
  expect(told[1]!.asOf).toBe(second(2));
});

test('a snapshot that was damaged is found, with the rows that differ, and is well again when made anew', async () => {
  await using store = await openStore();
  const { db, tell } = store;
  await tell(...prompts(12));
  await snapshotAll(db, 4);
  expect(await verifyStates(db, { sample: 1_000 })).toEqual({ checked: 3 * projections.length, differing: [] });
  const { key } = await db.kysely
    .selectFrom('snapshotRows')
    .select('key')
    .where('model', '=', 'messages')
    .where('position', '=', 8)
    .orderBy('key')
    .executeTakeFirstOrThrow();

  await sql`
    update snapshot_rows set content = replace(content::text, 'prompt ', 'prompted ')::json
    where model = 'messages' and key = ${key}`.execute(db.kysely);
  await sql`delete from snapshot_rows where model = 'sessions' and position = 12`.execute(db.kysely);
  await sql`update snapshots set state_hash = ${'f'.repeat(32)} where model = 'files' and position = 4`.execute(
    db.kysely,
  );
  await sql`update snapshot_rows set content = '{}' where model = 'turns' and position = 8`.execute(db.kysely);

  const { differing } = await verifyStates(db, { sample: 1_000 });
  const named = differing.map(({ model, position, rows }) => [model, position, rows.length]);
  expect(named.sort()).toEqual([
    ['files', 4, 0],
    ['messages', 12, 1],
    ['messages', 8, 1],
    ['sessions', 12, 1],
    ['turns', 12, 0],
    ['turns', 8, 0],
  ]);
  expect(differing.find(({ model }) => model === 'messages')).toMatchObject({ session, rows: [key] });
  expect(differing.find(({ model }) => model === 'turns')).toMatchObject({ found: 'unreadable' });
  expect(await verifyStates(db, { sample: 1_000, only: async () => [] })).toEqual({ checked: 0, differing: [] });

  await db.transaction((trx) => forgetSnapshots(trx, session));
  await snapshotAll(db, 4);
  expect((await verifyStates(db, { sample: 1_000 })).differing).toEqual([]);
});
