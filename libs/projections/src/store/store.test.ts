import { type Database, findEvent, openDatabase, readSession } from '@hookline/db';
import type { CloudEvent, RecordedEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { listCalls } from '../calls/queries.ts';
import { foldEvents } from '../fold-events.ts';
import type { AnyProjection } from '../projection.ts';
import { projections } from '../projections.ts';
import { emptyHash, HashSum, rowHash } from '../row-hash.ts';
import { getSession, listSessions, resolveSession } from '../sessions/queries.ts';
import { event, recorded, second, session, someEvents } from '../test-events.ts';
import { listTurns } from '../turns/queries.ts';
import { buildStep, requeueStep } from './build.ts';
import { prepareGenerations } from './generations.ts';
import {
  compareWithLive,
  listProjections,
  listQuarantine,
  requestRebuild,
  requeue,
  rollback,
  switchTo,
} from './manage.ts';
import { firstCheckpoint, projectBatch } from './project-batch.ts';

async function open(list: readonly AnyProjection[] = projections): Promise<Database & { readonly url: string }> {
  const database = await testDatabase({ template: { name: 'projections', prepare } });
  const db = await openDatabase(database.url);
  await prepareGenerations(db, list);
  return {
    ...db,
    url: database.url,
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function prepare(url: string): Promise<void> {
  await using _ = await openDatabase(url);
}

async function project(
  db: Database,
  batches: readonly (readonly RecordedEvent[])[],
  list: readonly AnyProjection[] = projections,
): Promise<void> {
  const stored = await db.kysely.selectFrom('checkpoints').selectAll().executeTakeFirst();
  let checkpoint = stored ?? firstCheckpoint('test');
  for (const batch of batches) {
    if (batch.length > 0)
      checkpoint = { ...checkpoint, ...(await projectBatch(db, list, checkpoint, batch)).checkpoint };
  }
}

const hashesOf = async (db: Database) =>
  Object.fromEntries((await listProjections(db)).map(({ name, stateHash }) => [name, stateHash]));

async function buildAll(db: Database, list: readonly AnyProjection[] = projections): Promise<void> {
  while ((await buildStep(db, list, 3)) !== undefined || (await requeueStep(db, list)));
}

/** The events cut into batches at the given places, with some of them delivered again later at new positions. */
const deliveries = someEvents.chain((events) =>
  fc.record({
    events: fc.constant(events),
    order: fc.shuffledSubarray<CloudEvent>(events, { minLength: events.length, maxLength: events.length }),
    again: fc.subarray(events, { maxLength: Math.min(5, events.length) }),
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
  }),
);

function batched(events: readonly CloudEvent[], sizes: readonly number[]): RecordedEvent[][] {
  const rest = recorded(events);
  const batches: RecordedEvent[][] = [];
  for (let index = 0; rest.length > 0; index += 1) batches.push(rest.splice(0, sizes[index % sizes.length]));
  return batches;
}

test('any order, batching and repetition of the same facts ends in the same hashes, which are those of the pure fold', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ events, order, again, sizes }) => {
      await using db = await open();

      await project(db, batched([...order, ...again], sizes));

      const folded = foldEvents(recorded(events));
      const found = await hashesOf(db);
      for (const projection of projections) {
        const sum = new HashSum(emptyHash);
        for (const row of folded[projection.name as keyof typeof folded]) {
          sum.add(rowHash(projection, storable(projection, row as unknown as Record<string, unknown>)));
        }
        expect([projection.name, found[projection.name]]).toEqual([projection.name, sum.toString()]);
      }
    }),
    { numRuns: 25 },
  );
});

function storable(projection: AnyProjection, row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => [
      field,
      projection.columns[field] === 'text' && typeof value === 'string'
        ? value.replaceAll('\0', '␀').toWellFormed()
        : value,
    ]),
  );
}

test('archives an event exactly as it was, whatever characters it has', async () => {
  await using db = await open();
  const odd = event('message.sent', { role: 'assistant', text: 'a \0 b \ud800 c', native: { '\0': 1 } });

  await project(db, [recorded([odd])]);

  expect((await findEvent(db, { id: odd.id }))?.event).toEqual(odd);
});

test('keeps the first position of an id', async () => {
  await using db = await open();
  const [first, other] = [
    event('session.compacted', { trigger: 'auto' }),
    event('session.compacted', { trigger: 'auto' }),
  ];

  await project(db, [
    recorded([first]),
    [
      { position: 2, event: other },
      { position: 3, event: first },
    ],
  ]);

  expect((await findEvent(db, { id: first.id }))?.position).toBe(1);
  expect((await readSession(db, session)).map(({ position }) => position)).toEqual([1, 2]);
});

test('archives and counts an event of an unknown kind and goes on', async () => {
  await using db = await open();
  const unknown = { ...event('session.titled', { title: 'x' }), type: 'hookline.moon.landed.v3' };

  await project(db, [recorded([unknown, event('session.titled', { title: 'known' })])]);

  expect(await db.kysely.selectFrom('unknownKinds').select(['type', 'events']).execute()).toEqual([
    { type: 'hookline.moon.landed.v3', events: 1 },
  ]);
  expect((await getSession(db, session, { asOf: second(0) }))?.title).toBe('known');
});

test('stops before an event of a version it cannot read, writing nothing', async () => {
  await using db = await open();
  const newer = { ...event('session.titled', { title: 'x' }), type: 'hookline.session.titled.v99' };

  const projecting = project(db, [recorded([event('session.compacted', { trigger: 'auto' }), newer])]);

  await expect(projecting).rejects.toThrow(/session.titled v99 is newer than v1/);
  expect(await readSession(db, session)).toEqual([]);
});

test('summarises a session with the counts of the other read models', async () => {
  await using db = await open();
  const prompt = event('prompt.submitted', { text: 'Fix the build', by: 'person' });
  const about = { tool: 'Bash', effects: [] };
  await project(db, [
    recorded([
      event('session.started', { nativeSession: 'c54def29', model: 'claude-5' }),
      prompt,
      event('tool.started', { call: 'a', ...about, input: {} }, { turn: prompt.id }),
      event('tool.failed', { call: 'a', ...about, outcome: 'failed', stage: 'ran', error: 'no' }, { turn: prompt.id }),
      event('tool.started', { call: 'b', ...about, input: {} }, { turn: prompt.id }),
      event('file.written', { path: 'a.ts', how: 'create' }),
      event('file.written', { path: 'a.ts', how: 'edit' }),
      event('model.called', { model: 'claude-5', nativeMessage: 'm', tokens: { input: 3, output: 5 } }),
      event('model.called', { model: 'claude-5', nativeMessage: 'm', tokens: { input: 3, output: 9 } }),
    ]),
  ]);

  const [found] = await listSessions(db, { asOf: new Date().toISOString() });

  expect(found).toMatchObject({
    session,
    title: 'Fix the build',
    turns: 1,
    calls: 2,
    openCalls: 1,
    failures: 1,
    filesWritten: 1,
    inputTokens: 3,
    outputTokens: 9,
    cacheReadTokens: null,
    costUsd: null,
    quarantined: false,
  });
  expect(await listTurns(db, session)).toMatchObject([{ number: 1, calls: 2, failures: 1, outcome: 'open' }]);
  expect((await listCalls(db, session, { limit: 1 })).map(({ call }) => call)).toEqual(['a']);
  expect(await resolveSession(db, 'c54def')).toEqual({ session, candidates: [session] });
  expect(await resolveSession(db, 'nothing-like-it')).toEqual({ candidates: [] });
});

test('a rebuild beside the live read model has the same hash, takes over in one step and can be rolled back', async () => {
  await using db = await open();
  const events = recorded(Array.from({ length: 10 }, () => event('prompt.submitted', { text: 'go', by: 'person' })));
  await project(db, [events.slice(0, 8)]);

  await requestRebuild(db, 'turns');
  await buildStep(db, projections, 3);
  await project(db, [events.slice(8)]);
  await buildAll(db);

  expect(await compareWithLive(db, 'turns')).toMatchObject({
    same: true,
    live: { table: 'models.turns_v1', position: 10 },
    ready: { table: 'models.turns_v1_g2', position: 10, state: 'ready' },
  });
  expect(await switchTo(db, 'turns')).toMatchObject({ generation: 2, state: 'live' });
  await project(db, [recorded([event('prompt.submitted', { text: 'more', by: 'person' })], 11)]);
  expect(await listTurns(db, session)).toHaveLength(11);
  expect(await rollback(db, 'turns')).toMatchObject({ generation: 1, state: 'live', position: 11 });
  expect(await listTurns(db, session)).toHaveLength(11);
});

test('says what is wrong when nothing can be switched to', async () => {
  await using db = await open();

  await expect(switchTo(db, 'turns')).rejects.toThrow('turns has nothing ready to switch to (turns_v1 is live)');
  await expect(rollback(db, 'turns')).rejects.toThrow('turns has no generation that was live before');
  await expect(requestRebuild(db, 'moods')).rejects.toThrow('there is no read model moods, expected one of sessions');
});

const base = projections.find(({ name }) => name === 'messages')!;

test('a new version is built beside the old one, which is read meanwhile, and takes over by itself when its code is gone', async () => {
  const next: AnyProjection = { ...base, version: 2 };
  await using db = await open([base]);
  await project(db, [recorded([event('message.sent', { role: 'assistant', text: 'old' })])], [base]);

  await prepareGenerations(db, [next]);
  await project(db, [recorded([event('message.sent', { role: 'assistant', text: 'new' })], 2)], [next]);
  const meanwhile = await sql`select * from read.messages`.execute(db.kysely);
  await buildAll(db, [next]);

  expect(meanwhile.rows).toHaveLength(1);
  expect(await listProjections(db)).toMatchObject([
    { version: 1, state: 'ready', position: 1 },
    { version: 2, state: 'live', position: 2 },
  ]);
  expect((await sql`select * from read.messages`.execute(db.kysely)).rows).toHaveLength(2);
});

/** A read model that cannot fold a message with a certain text. */
const fragile = (poison: string | undefined): AnyProjection => ({
  ...base,
  evolve(row, arranged, key) {
    if (arranged.event.kind === 'message.sent' && arranged.event.data.text === poison)
      throw new Error('cannot be folded');
    return base.evolve(row, arranged, key);
  },
});

test('a poison event costs its session, not the others; after a fix the session is folded again', async () => {
  await using db = await open([base]);
  const said = (text: string, of: string) => event('message.sent', { role: 'assistant', text }, { session: of });
  const batch = recorded([said('a', 'x:1'), said('poison', 'x:1'), said('b', 'x:1'), said('c', 'x:2')]);

  await project(db, [batch, recorded([said('d', 'x:1'), said('e', 'x:2')], 5)], [fragile('poison')]);

  const texts = async () =>
    (await sql<{ text: string }>`select text from read.messages order by position`.execute(db.kysely)).rows.map(
      ({ text }) => text,
    );
  expect(await texts()).toEqual(['a', 'c', 'e']);
  expect(await listQuarantine(db)).toMatchObject([
    { projection: 'messages', session: 'x:1', position: 2, error: 'Error: cannot be folded', requeuedAt: null },
  ]);

  await requeue(db, { session: 'x:1' });
  await buildAll(db, [fragile('poison')]);
  expect(await listQuarantine(db)).toHaveLength(1);

  await requeue(db);
  await buildAll(db, [fragile(undefined)]);
  expect(await texts()).toEqual(['a', 'poison', 'b', 'c', 'd', 'e']);
  expect(await listQuarantine(db)).toEqual([]);
  await requestRebuild(db, 'messages', { projections: [base] });
  await buildAll(db, [base]);
  expect(await compareWithLive(db, 'messages')).toMatchObject({ same: true });
});

test('a value that the database refuses costs its session, not the batch', async () => {
  await using db = await open();
  const about = { tool: 'Bash', effects: [], input: {} };
  const long = Array.from({ length: 9_000 }, (_, index) => (index * 7_919).toString(36)).join('');

  await project(db, [
    recorded([
      event('tool.started', { call: long, ...about }, { session: 'x:1' }),
      event('tool.started', { call: 'short', ...about }, { session: 'x:2' }),
    ]),
  ]);

  expect(await listQuarantine(db)).toMatchObject([{ projection: 'calls', session: 'x:1' }]);
  expect(await listCalls(db, 'x:2')).toHaveLength(1);
});

test('a second instance cannot write from a checkpoint that has moved', async () => {
  await using db = await open();
  const [one, two] = recorded([
    event('session.compacted', { trigger: 'a' }),
    event('session.compacted', { trigger: 'b' }),
  ]);
  const start = firstCheckpoint('test');
  await projectBatch(db, projections, start, [one!, two!]);

  await expect(projectBatch(db, projections, start, [one!])).rejects.toThrow(/stands at 2, expected 0/);
  expect((await getSession(db, session, { asOf: second(0) }))?.compactions).toBe(2);
});

test('a batch whose commit was not seen may be given again', async () => {
  await using db = await open();
  const batch = recorded([event('session.compacted', { trigger: 'a' })]);
  await projectBatch(db, projections, firstCheckpoint('test'), batch);

  const again = await projectBatch(db, projections, firstCheckpoint('test'), batch);

  expect(again).toMatchObject({ stored: 0, checkpoint: { position: 1 } });
  expect((await getSession(db, session, { asOf: second(0) }))?.compactions).toBe(1);
});

test('a derived view waits until the live version of a read model has its columns; everything else is shown', async () => {
  const usage = projections.find(({ name }) => name === 'usage')!;
  const { durationMs: _, ...fewer } = usage.columns;
  const older: AnyProjection = {
    ...usage,
    version: 1,
    columns: fewer,
    evolve(row, arranged, key) {
      const { durationMs: __, ...kept } = usage.evolve(row && { ...row, durationMs: null }, arranged, key);
      return kept;
    },
  };
  const others = projections.filter(({ name }) => name !== 'usage');
  await using db = await open([...others, older]);
  await project(db, [recorded([event('session.compacted', { trigger: 'auto' })])], [...others, older]);
  const shown = async (name: string) =>
    (await sql<{ oid: string | null }>`select to_regclass(${name})::text as oid`.execute(db.kysely)).rows[0]!.oid !==
    null;

  expect([await shown('read.costs'), await shown('analytics.calls')]).toEqual([false, true]);

  await prepareGenerations(db, projections);
  await buildAll(db);
  expect([await shown('read.costs'), await shown('analytics.costs')]).toEqual([true, true]);
});
