import { type Database, openDatabase } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { parseRule } from '@hookline/rules';
import { type CloudEvent, type Kind, newEvent, type RecordedEvent } from '@hookline/schemas';
import { eventually, testDatabase } from '@hookline/testing';
import { expect, test } from 'vitest';
import type { SourcedRule } from '../sources/rule-book.ts';
import { consume, consumer } from './consume.ts';
import { KnownSessions } from './known-sessions.ts';

const nowMs = Date.now();

function ruleOf(text: string): SourcedRule {
  const tests = 'tests: [{ given: [{ kind: session.started }], expect: { firings: 0 } }]';
  return { rule: parseRule(`rule: watch\n${text}\n${tests}\n`, 'watch.yaml'), source: '', gate: 0, sinceMs: nowMs };
}

const failed = { call: 'c', tool: 'Bash', effects: [], outcome: 'failed', stage: 'ran', error: 'no' };

function told(kind: Kind, data: object, more: Partial<CloudEvent> = {}): CloudEvent {
  const event = newEvent({
    kind,
    id: 'an-event',
    source: 'urn:hookline:test',
    time: new Date(nowMs).toISOString(),
    origin: 'hook',
    project: 'shop',
    session: 'claude-code:one',
    data: data as never,
  });
  return { ...event, recordedtime: new Date(nowMs).toISOString(), ...more };
}

/** Runs the engine over the events until it has taken all of them, and rejects when it stops at one. */
async function runOver(
  db: Database,
  events: readonly CloudEvent[],
  rules: readonly SourcedRule[],
  onLeftOut: (sentence: string) => void = (sentence) => expect.fail(sentence),
): Promise<void> {
  const log = {
    head: async () => ({ identity: 'list', first: 1, last: events.length }),
    async *read(after: number, { signal }: Parameters<EventLog['read']>[1]) {
      const all = events.map((event, index): RecordedEvent => ({ position: index + 1, event }));
      for (let at = after; at < all.length && !signal.aborted; at += 500) yield all.slice(at, at + 500);
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
  } as unknown as EventLog;
  const stop = new AbortController();
  const running = consume({
    db,
    log,
    signal: stop.signal,
    rules: () => rules,
    budgets: { depth: 8 },
    tickMs: 5,
    onLeftOut,
    onProgress: () => {},
  });
  const done = eventually(
    async () => {
      const at = await db.kysely
        .selectFrom('checkpoints')
        .select('position')
        .where('name', '=', consumer)
        .executeTakeFirst();
      return at?.position === events.length;
    },
    { what: 'the engine to take every event' },
  );
  await Promise.race([done, running]);
  stop.abort();
  await running;
  await done;
}

const hostile = ['a\0b', '\ud800', '__proto__', '\u{10ffff}'.repeat(64)];

test('names that no database keeps stop nothing', async () => {
  await using base = await testDatabase();
  await using db = await openDatabase(base.url);
  const rule = ruleOf(
    'on: tool.failed\nkey: session.id + data.tool\nthen: [{ work: { queue: q, prompt: "{{data.tool}}" } }]',
  );
  const events = hostile.flatMap((text) => [
    told(
      'session.started',
      { how: 'startup', cwd: text },
      { id: `s${text}`.slice(0, 128), session: text, project: text, actor: text },
    ),
    told('tool.failed', { ...failed, tool: text }, { id: text, session: text, project: text, subject: text }),
    told('tool.failed', { ...failed, tool: text }, { id: text, session: text, project: text }),
  ]);

  await runOver(db, events, [rule]);

  const { length } = await db.kysely.selectFrom('firings').select('firing').execute();
  expect(length).toBe(hostile.length);
});

test('words of work, claims and messages that no database keeps are left out, and all else is kept', async () => {
  await using base = await testDatabase();
  await using db = await openDatabase(base.url);
  const offer = { queue: 'q', payload: {}, attempt: 1, attemptsMax: 3, by: 'ada' };
  const beyond = 2 ** 50;
  const events = [
    ...hostile.map((text) => told('work.offered', { ...offer, item: text, queue: text, by: text }, { id: `w${text}` })),
    told('work.offered', { ...offer, item: 'beyond', attempt: beyond, attemptsMax: beyond }, { id: 'beyond' }),
    ...hostile.flatMap((text) => [
      told('work.claimed', { ...claimOf(text), worker: text }, { id: `c${text}` }),
      told(
        'claim.released',
        { claim: text, kind: 'path', resource: text, holder: text, fence: 1, reason: 'released', by: text },
        { id: `r${text}` },
      ),
      told('steer.ended', { message: text, outcome: 'expired' }, { id: `e${text}` }),
    ]),
    told('work.offered', { ...offer, item: 'the-last' }, { id: 'the-last' }),
  ];
  const leftOut: string[] = [];

  await runOver(db, events, [], (sentence) => leftOut.push(sentence));

  const items = await db.kysely.selectFrom('workItems').select('item').execute();
  expect(items.map(({ item }) => item)).toContain('the-last');
  expect(leftOut.length).toBeGreaterThan(0);
  expect(leftOut[0]).toMatch(/^the event at position \d+ was left out of work: /);
});

const claimOf = (item: string) => ({
  item,
  queue: 'q',
  attempt: 1,
  worker: 'w',
  fence: 1,
  leaseUntil: '2026-11-23T10:00:00Z',
});

test('times at the ends of the calendar stop nothing', async () => {
  await using base = await testDatabase();
  await using db = await openDatabase(base.url);
  const times = ['0000-01-01T00:00:00+23:59', '9999-12-31T23:59:59-23:59'];
  const patterns = [
    '',
    'count: { atLeast: 2, within: 1m }',
    'absence: { of: file.written, within: 1m }',
    'debounce: { wait: 1s }',
    'fresh: 30d\nbatch: { most: 5, wait: 1s }',
  ];
  const events = times.flatMap((time, n) => [
    told('session.started', { how: 'startup' }, { id: `start-${n}`, time }),
    ...[1, 2].map((m) => told('tool.failed', failed, { id: `failed-${n}-${m}`, time })),
    told('session.ended', { reason: 'other' }, { id: `end-${n}`, time }),
  ]);

  for (const pattern of patterns) {
    await db.kysely.deleteFrom('checkpoints').execute();
    await db.kysely.deleteFrom('ruleStates').execute();
    await runOver(db, events, [ruleOf(`on: tool.failed\n${pattern}\nthen: [{ work: { queue: q } }]`)]);
  }

  const at = await db.kysely.selectFrom('checkpoints').select('position').executeTakeFirstOrThrow();
  expect(at.position).toBe(events.length);
});

test('who says that a session of another project works for it changes nothing of that session', async () => {
  await using base = await testDatabase();
  await using db = await openDatabase(base.url);
  const cause = { firing: 'f', rule: 'watch', version: 'v', key: 'k', depth: 1, chain: ['watch'] };
  const claim = { item: 'i', queue: 'q', attempt: 1, worker: 'w', fence: 1, cause };
  const begun = [
    told(
      'session.started',
      { how: 'startup', cwd: '/a' },
      { id: 'a', session: 'claude-code:theirs', project: 'theirs' },
    ),
    told('session.started', { how: 'startup', cwd: '/b' }, { id: 'b', session: 'claude-code:ours' }),
  ];
  const tied = ['theirs', 'ours'].map((name) =>
    told('work.started', { ...claim, session: `claude-code:${name}` }, { id: `t-${name}`, session: '-' }),
  );

  // The second engine knows of both sessions only what the tables have.
  await runOver(db, begun, []);
  await runOver(db, [...begun, ...tied], []);

  const rows = await db.kysely.selectFrom('sessionFacts').select('facts').orderBy('session').execute();
  expect(rows.map(({ facts }) => facts)).toMatchObject([
    { cwd: '/b', cause: { firing: 'f', item: 'i' } },
    { cwd: '/a', project: 'theirs', cause: { firing: '', item: '' } },
  ]);
});

test('a message to whoever works on an earlier firing reaches them, and not the session it is about', async () => {
  await using base = await testDatabase();
  await using db = await openDatabase(base.url);
  const rule = ruleOf(
    'on: tool.failed\nkey: project\nmode: steer\nthen: [{ work: { queue: q, prompt: "look at {{data.call}}" } }]',
  );
  const first = [
    told('session.started', { how: 'startup', cwd: '/a' }, { id: 'a' }),
    told('tool.failed', failed, { id: 'first' }),
  ];
  await runOver(db, first, [rule]);
  const { item, firing, cause } = await db.kysely
    .updateTable('workItems')
    .set({ state: 'claimed' })
    .returning(['item', 'firing', 'cause'])
    .executeTakeFirstOrThrow();
  const worker = 'claude-code:worker';
  const then = [
    told('session.started', { how: 'startup', cwd: '/w' }, { id: 'w', session: worker }),
    told(
      'work.started',
      { item, queue: 'q', attempt: 1, worker: 'w', fence: 1, cause, session: worker },
      { id: 't', session: '-' },
    ),
    told('tool.failed', { ...failed, call: 'another' }, { id: 'second' }),
  ];

  await runOver(db, [...first, ...then], [rule]);

  const messages = await db.kysely.selectFrom('steerMessages').select(['session', 'text', 'state']).execute();
  expect([firing === null, messages]).toEqual([
    false,
    [{ session: worker, text: 'look at another', state: 'waiting' }],
  ]);
});

test('a gateway whose clock is a century ahead does not take the rules with it', async () => {
  await using base = await testDatabase();
  await using db = await openDatabase(base.url);
  const rule = ruleOf(
    'on: prompt.submitted\nabsence: { of: file.written, within: 1h }\nthen: [{ work: { queue: q } }]',
  );
  const prompt = told('prompt.submitted', { text: 'go', by: 'person' }, { id: 'prompt' });

  await runOver(
    db,
    [prompt, told('tool.failed', failed, { id: 'ahead', recordedtime: '2126-01-01T00:00:00Z' })],
    [rule],
  );

  const { clockMs } = await db.kysely.selectFrom('ruleClock').select('clockMs').executeTakeFirstOrThrow();
  expect(clockMs).toBeLessThan(Date.now() + 120_000);
  expect(await db.kysely.selectFrom('firings').select('firing').execute()).toEqual([]);
});

test('more sessions than a statement has parameters may be asked for at once', async () => {
  await using base = await testDatabase();
  await using db = await openDatabase(base.url);
  const known = await KnownSessions.open(db, consumer);

  await known.need(Array.from({ length: 70_000 }, (_, n) => `claude-code:${n}`));

  expect(known.memory.facts.size).toBe(0);
});
