import { type Database, openDatabase } from '@hookline/db';
import {
  type AnyDeriver,
  derivers as allDerivers,
  decisionOf,
  deriveAll,
  factOf,
  findDeriver,
  type Memory,
  shortId,
} from '@hookline/memory';
import { type CloudEvent, type DataOf, type Kind, newEvent, type RecordedEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { describe, expect, test } from 'vitest';
import { keepFigures } from '../keep/figures.ts';
import { foldStale } from '../keep/fold-stale.ts';
import { observeNext } from '../keep/observe-next.ts';
import { numbersOf, someHistory } from '../keep/some-history.ts';
import { takeBatch } from '../keep/take-batch.ts';
import { affectedBy } from './affected.ts';
import { believedAt } from './believed-at.ts';
import { readFeedback } from './feedback.ts';
import { findMemory, lastDecisions } from './find.ts';
import { listMemories } from './list.ts';
import { reasonsOf } from './why.ts';

const shop = 'github.com/acme/shop';
const other = 'github.com/acme/other';
const everything = { tenant: 'default' };
const inShop = { tenant: 'default', project: shop };
const inOther = { tenant: 'default', project: other };
const derivers: readonly AnyDeriver[] = [findDeriver('command')!];

async function kept(history: readonly RecordedEvent[], observing = allDerivers) {
  const stack = new AsyncDisposableStack();
  const db: Database = stack.use(await openDatabase(stack.use(await testDatabase()).url));
  const take = async (events: readonly RecordedEvent[]) => {
    await db.transaction((trx) => takeBatch(trx, events));
    while ((await observeNext(db, observing, keepFigures, { all: true })) !== undefined);
    while ((await foldStale(db, observing, async () => {})) > 0);
  };
  await take(history);
  const list = async (filter: Partial<Parameters<typeof listMemories>[2]> = {}, reader = everything) =>
    await listMemories(db, reader, { now: new Date('2026-11-01T00:00:00Z'), limit: 1_000, ...filter });
  return { db, take, list, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Runs of `npm test`: one of each of these sessions. */
function runs(...sessions: readonly { session: number; ok?: boolean; project?: string; actor?: string }[]) {
  return sessions.map(({ session, ok = true, project = shop, actor = 'ann' }, index): RecordedEvent => {
    const call = { call: `c${index}`, tool: 'Bash', effects: [{ type: 'process.exec' as const, object: 'npm test' }] };
    const attributes = {
      id: `run-${index}`,
      source: 'urn:hookline:test',
      time: `2026-10-2${session}T10:00:00.000Z`,
      origin: 'hook' as const,
      project,
      session: `codex:${session}`,
      actor,
    };
    const event = ok
      ? newEvent({ ...attributes, kind: 'tool.finished', data: { ...call, outcome: 'ok', durationMs: 2_000 } })
      : newEvent({
          ...attributes,
          kind: 'tool.failed',
          data: { ...call, outcome: 'failed', stage: 'ran', error: 'red' },
        });
    return { position: index + 1, event };
  });
}

function decided<K extends Kind>(position: number, kind: K, data: DataOf<K>): RecordedEvent {
  const event: CloudEvent = newEvent({
    kind,
    id: `decision-${position}`,
    source: 'urn:hookline:bus:memory',
    time: '2026-10-30T10:00:00.000Z',
    origin: 'api',
    data,
  } as never);
  return { position, event };
}

function told(position: number, session: number, memory: string, heldOut = false): RecordedEvent {
  const event = newEvent({
    kind: 'memory.injected',
    id: `told-${position}`,
    source: 'urn:hookline:test',
    time: `2026-10-2${session}T11:00:00.000Z`,
    origin: 'hook',
    project: shop,
    session: `codex:${session}`,
    data: { surface: 'session-start', memories: [shortId(memory)], tokens: 30, heldOut },
  });
  return { position, event };
}

const byId = (memories: Iterable<Memory>) => [...memories].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('what was believed when the log had come to a position', () => {
  test.each([5, 6])('is what a rebuild from the events up to there comes to (history %i)', async (seed) => {
    const history = someHistory(seed, 24);
    const twoNames = decided(history.length + 1, 'project.aliased', { alias: other, project: shop, by: 'ann' });
    await using bus = await kept([...history, twoNames]);
    const next = numbersOf(seed);
    let believed = 0;

    for (let round = 0; round < 8; round += 1) {
      const position = round === 0 ? history.length + 1 : Math.ceil(next() * history.length);
      const until = [...history, twoNames].filter((one) => one.position <= position);
      const expected = deriveAll(
        until.flatMap((one) => factOf(one) ?? []),
        until.flatMap((one) => decisionOf(one) ?? []),
        allDerivers,
      ).filter(({ project }) => project === shop);

      const found = await believedAt(bus.db, allDerivers, { project: shop }, position);

      expect(byId(found.values())).toEqual(expected);
      believed += expected.length;
      const [one] = expected;
      if (one === undefined) continue;
      const alone = await believedAt(bus.db, allDerivers, { project: shop, ids: [one.id] }, position);
      expect([...alone.values()]).toEqual([one]);
    }
    expect(believed).toBeGreaterThan(20);
  });
});

describe('a list of memories', () => {
  test('comes in pages, the last seen first, each memory once', async () => {
    await using bus = await kept(someHistory(7, 20));
    const all = await bus.list();
    expect(all.length).toBeGreaterThan(6);

    const paged: Memory[] = [];
    for (let before: { lastSeen: string; id: string } | undefined; ; ) {
      const page = await bus.list({ limit: 4, before });
      paged.push(...page);
      const last = page.at(-1);
      if (last === undefined) break;
      before = { lastSeen: last.lastSeen, id: last.id };
    }
    expect(paged).toEqual(all);
    expect(all.map(({ lastSeen }) => lastSeen)).toEqual(
      all
        .map(({ lastSeen }) => lastSeen)
        .sort()
        .reverse(),
    );
  });

  test('shows a reader of one project its own, and of others what people made hold for its team or for all', async () => {
    await using bus = await kept(
      runs({ session: 1 }, { session: 2 }, { session: 3 }, { session: 4, project: other }),
      derivers,
    );
    const [mine] = await bus.list({}, inShop);
    const [theirs] = await bus.list({}, inOther);
    expect(await bus.list()).toHaveLength(2);
    expect(await bus.list({}, inShop)).toHaveLength(1);
    expect((await findMemory(bus.db, inShop, theirs!.id)).memory).toBeUndefined();
    expect((await findMemory(bus.db, inShop, shortId(mine!.id))).memory).toEqual(mine);

    await bus.take([
      decided(10, 'memory.curated', { memory: theirs!.id, action: 'move', scope: 'team:web', by: 'ann' }),
      decided(11, 'team.changed', { team: 'web', projects: [shop, other], by: 'ann' }),
    ]);
    expect(await bus.list({}, inShop)).toHaveLength(2);
    expect((await findMemory(bus.db, inShop, theirs!.id)).memory).toMatchObject({ scope: 'team:web', project: other });
    const reasons = await reasonsOf(bus.db, derivers, inShop, theirs!, 50);
    expect(reasons).toMatchObject({ hiddenSessions: 1, evidence: [{ role: 'curation' }] });

    await bus.take([decided(12, 'team.changed', { team: 'web', projects: [other], by: 'ann' })]);
    expect(await bus.list({}, inShop)).toHaveLength(1);
  });

  test('is filtered by status as it is now, reason, kind and words', async () => {
    await using bus = await kept(runs({ session: 1 }, { session: 2 }, { session: 3 }), derivers);

    expect(await bus.list({ status: 'active', kinds: ['command'], text: 'NPM test' })).toHaveLength(1);
    expect(await bus.list({ status: 'proposed' })).toEqual([]);
    expect(await bus.list({ reasons: ['support', 'curated'] })).toHaveLength(1);
    expect(await bus.list({ kinds: ['pitfall'] })).toEqual([]);
    expect(await bus.list({ text: 'npm pytest' })).toEqual([]);
    expect(await bus.list({ project: other })).toEqual([]);
  });
});

test('why: each event with what it says, the decisions, and where it was shown', async () => {
  await using bus = await kept(runs({ session: 1 }, { session: 2, ok: false, actor: 'bob' }, { session: 3 }), derivers);
  const [memory] = await bus.list();
  await bus.take([
    decided(10, 'memory.curated', { memory: memory!.id, action: 'pin', by: 'ann', reason: 'the one we use' }),
    told(11, 4, memory!.id),
    told(12, 5, memory!.id, true),
  ]);

  const { evidence, decisions, shown, hiddenSessions } = await reasonsOf(bus.db, derivers, inShop, memory!, 50);

  expect(evidence).toMatchObject([
    { position: 10, role: 'curation', summary: 'ann pinned it (the one we use)' },
    { position: 3, session: 'codex:3', role: 'support', summary: '`npm test` succeeded after 2000 ms' },
    { position: 2, session: 'codex:2', actor: 'bob', summary: '`npm test` failed: red' },
    { position: 1, session: 'codex:1', role: 'origin', time: '2026-10-21T10:00:00.000Z' },
  ]);
  expect(decisions).toMatchObject([{ action: 'pin', by: 'ann' }]);
  expect(shown).toMatchObject([
    { session: 'codex:5', heldOut: true },
    { session: 'codex:4', heldOut: false },
  ]);
  expect(hiddenSessions).toBe(0);
  expect(await lastDecisions(bus.db, [memory!.id])).toEqual(new Map([[memory!.id, 10]]));
});

test('what rests on a session or a person is known before they are revoked, and what was revoked comes back', async () => {
  await using bus = await kept(
    runs({ session: 1 }, { session: 2, actor: 'bob' }, { session: 3, actor: 'bob' }, { session: 4, actor: 'bob' }),
    derivers,
  );
  const [memory] = await bus.list();
  await bus.take([told(10, 5, memory!.id), told(11, 6, memory!.id, true)]);
  const before = await bus.list();

  const weaker = await affectedBy(bus.db, derivers, { sessions: ['codex:1'], actors: [] });
  expect(weaker).toMatchObject({ total: 1, shownTo: ['codex:5'], memories: [{ becomes: 'weaker' }] });
  const demoted = await affectedBy(bus.db, derivers, { sessions: [], actors: ['bob'] });
  expect(demoted.memories).toMatchObject([
    { before: { status: 'active' }, after: { status: 'proposed', support: { sessions: 1 } }, becomes: 'demoted' },
  ]);
  expect(await affectedBy(bus.db, derivers, { sessions: [], actors: ['ann', 'bob'] })).toMatchObject({
    memories: [{ after: null, becomes: 'gone', shownTo: ['codex:5'] }],
  });
  expect((await affectedBy(bus.db, derivers, { sessions: ['codex:9'], actors: [] })).memories).toEqual([]);

  const revocation = { sessions: [], actors: ['bob'], by: 'ann', reason: 'not trusted' };
  await bus.take([decided(12, 'memory.revoked', { ...revocation, undone: false })]);
  expect(await bus.list()).toEqual([demoted.memories[0]!.after]);
  const undoing = await affectedBy(bus.db, derivers, { sessions: [], actors: ['bob'] }, { undone: true });
  await bus.take([decided(13, 'memory.revoked', { ...revocation, undone: true })]);
  expect(await bus.list()).toEqual(before);
  expect(undoing.memories[0]!.after).toEqual(before[0]);
});

test('the feedback report compares told sessions with held-out ones of the same project', async () => {
  await using bus = await kept(
    runs({ session: 1 }, { session: 2 }, { session: 3 }, { session: 4, ok: false }, { session: 5 }),
    derivers,
  );
  const [memory] = await bus.list();
  await bus.take([told(10, 4, memory!.id), told(11, 5, memory!.id, true)]);

  const report = await readFeedback(bus.db, { project: shop });

  expect(report.sessions).toEqual({ told: 1, heldOut: 1 });
  expect(report.measures.find(({ name }) => name === 'failures')).toMatchObject({
    told: { count: 1, median: 1 },
    heldOut: { count: 1, median: 0 },
    verdict: 'too-few',
  });
  expect(report.surfaces).toMatchObject([{ surface: 'session-start', injections: 1, heldOut: 1, tokens: 30 }]);
  expect(await readFeedback(bus.db, { project: other })).toMatchObject({ sessions: { told: 0, heldOut: 0 } });
});
