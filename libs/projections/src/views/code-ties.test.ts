import { type BusEvent, type CloudEvent, eventId, type Kind, newEvent, readEvent } from '@hookline/schemas';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type TestStore } from '../test-store.ts';
import { expectedTies, type TestSession } from './expected-ties.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openStore();
});
afterAll(async () => store[Symbol.asyncDispose]());

const startMs = Date.parse('2026-11-22T10:00:00Z');
const minuteMs = 60_000;
const dayMinutes = 24 * 60;
const [first, second, third] = ['a', 'b', 'c'].map((sign) => sign.repeat(40)) as [string, string, string];
let count = 0;

/** A world of its own: nothing of one test is tied to anything of another. */
function world() {
  count += 1;
  const project = `github.com/acme/shop-${count}`;
  const session = `codex:${count}`;
  let told = 0;
  const event = (
    kind: Kind,
    of: string,
    minute: number,
    data: object,
    where: string | undefined = project,
  ): CloudEvent => {
    told += 1;
    const time = new Date(startMs + minute * minuteMs).toISOString();
    const id = eventId('ties', count, told);
    const about = {
      id,
      source: 'urn:hookline:test:git',
      time,
      session: of,
      origin: 'api',
      ...(where && { project: where }),
    };
    return newEvent({ kind, ...about, data } as never);
  };
  const host = (kind: Kind, minute: number, data: object, where = project) =>
    event(kind, '-', minute, { repository: where, ...data }, where);
  const started = (branch?: string) => event('session.started', session, 0, { nativeSession: '1', branch });
  const ended = () => event('session.ended', session, 30, { reason: 'other' });
  const committed = (output: unknown) =>
    event('tool.finished', session, 5, {
      call: 'c',
      tool: 'shell',
      effects: [{ type: 'process.exec', object: 'git add . && git commit -m x', program: 'git' }],
      outcome: 'ok',
      output,
    });
  const made = (commit: string) => event('commit.made', session, 6, { commit, automatic: true });
  const ties = async () => {
    const { rows } = await sql<{ kind: string; tie: string }>`
      select c.kind, t.tie from read.code_ties t join read.code c on c.event = t.event
      where t.session = ${session} order by c.at, c.position`.execute(store.db.kysely);
    return rows.map(({ kind, tie }) => [kind, tie]);
  };
  return { project, session, event, host, started, ended, committed, made, ties };
}

const pull = { number: 7, title: 'Totals', branch: 'fix-totals', base: 'main' };

describe('code belongs to a session', () => {
  test('whose id a trailer names, with what else is said of that commit', async () => {
    const { session, host, started, ties } = world();
    await store.tell(
      host('commit.made', 10, { commit: first, sessions: [session] }),
      host('ci.finished', 20, { commit: first, name: 'checks', run: '1', outcome: 'failed' }),
      host('commit.made', 11, { commit: second, sessions: ['codex:another'] }),
      started(),
    );

    expect(await ties()).toEqual([
      ['commit.made', 'trailer'],
      ['ci.finished', 'commit'],
    ]);
  });

  test('not when the trailer is of another project, or of what a stranger may have written', async () => {
    const { session, host, started, ties } = world();
    const sessions = [session];
    await store.tell(
      started(),
      host('commit.made', 10, { commit: first, sessions }, 'github.com/mallory/shop'),
      host('pr.opened', 11, { ...pull, commit: second, fork: 'github.com/mallory/shop', sessions }),
      host('pr.closed', 12, { ...pull, commit: second, sessions }),
      host('ci.finished', 13, { commit: third, name: 'c', run: '1', outcome: 'ok', trigger: 'pull_request', sessions }),
    );

    expect(await ties()).toEqual([]);
  });

  test('of which no project is known, when it is named: nothing speaks against it', async () => {
    const { session, event, host, ties } = world();
    await store.tell(
      event('session.started', session, 0, { nativeSession: '1' }, '-'),
      host('commit.made', 10, { commit: first, sessions: [session] }),
      host('ci.finished', 20, { commit: first, name: 'checks', run: '1', outcome: 'ok' }),
    );

    expect(await ties()).toEqual([['commit.made', 'trailer']]);
  });

  test('that made the commit, as git printed it or as the harness told', async () => {
    const { host, started, committed, made, ties } = world();
    await store.tell(
      started(),
      committed({ stdout: `[fix-totals ${first.slice(0, 7)}] x\n 1 file` }),
      made(second),
      host('commit.made', 10, { commit: first }),
      host('commit.made', 11, { commit: second }),
      host('commit.made', 12, { commit: third }),
    );

    expect(await ties()).toEqual([
      ['commit.made', 'commit'],
      ['commit.made', 'commit'],
    ]);
  });

  test('through a pull request that holds its commit: its reviews, its merge and its CI', async () => {
    const { host, started, made, ties } = world();
    await store.tell(
      host('pr.merged', 50, { ...pull, commit: second, mergeCommit: third }),
      host('pr.opened', 10, { ...pull, commit: first, fork: 'github.com/dana/shop' }),
      host('review.submitted', 40, { ...pull, commit: second, verdict: 'approved' }),
      host('ci.finished', 41, { commit: third, name: 'checks', run: '1', outcome: 'ok', pulls: [7] }),
      host('pr.opened', 51, { ...pull, number: 8, branch: 'other', commit: third }),
      made(first),
      started(),
    );

    expect(await ties()).toEqual([
      ['pr.opened', 'commit'],
      ['review.submitted', 'pull'],
      ['ci.finished', 'pull'],
      ['pr.merged', 'pull'],
    ]);
  });

  test.each([
    ['fix-totals', 'fix-totals', 31, 'branch'],
    ['fix-totals', 'fix-totals', -1, undefined],
    ['fix-totals', 'fix-totals', 30 + 14 * dayMinutes, 'branch'],
    ['fix-totals', 'fix-totals', 31 + 14 * dayMinutes, undefined],
    ['main', 'main', 31, undefined],
    ['release/2', 'release/2', 31, undefined],
    ['next', 'next', 31, undefined],
  ])('which began on %s, by a push to %s in minute %i: %s', async (branch, pushed, minute, tie) => {
    const { host, started, ended, ties } = world();
    await store.tell(
      started(branch),
      ended(),
      host('pr.opened', -99, { ...pull, branch: 'a', base: 'next' }),
      host('branch.pushed', minute, { branch: pushed, how: 'update' }),
    );

    expect(await ties()).toEqual(tie === undefined ? [] : [['branch.pushed', tie]]);
  });
});

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const hash = fc.constantFrom(first, second, `${first.slice(0, 10)}${second.slice(10)}`);
const branch = fc.constantFrom('fix-totals', 'other', 'main', 'next');
const minute = fc.oneof(
  fc.integer({ min: -60, max: 60 }),
  fc.integer({ min: -20, max: 20 }).map((day) => day * dayMinutes),
);
const somebody = maybe(fc.subarray(['one', 'two', 'three']));
const ofPull = {
  number: fc.constantFrom(7, 8),
  title: fc.constant('T'),
  branch,
  base: fc.constantFrom('main', 'next'),
};
const anyPull = {
  ...ofPull,
  commit: maybe(hash),
  fork: maybe(fc.constant('github.com/dana/shop')),
  sessions: somebody,
};
const kinds = {
  'commit.made': { commit: hash, branch: maybe(branch), sessions: somebody },
  'branch.pushed': {
    branch,
    how: fc.constant('update'),
    commits: maybe(fc.array(hash, { maxLength: 2 })),
    sessions: somebody,
  },
  'pr.opened': anyPull,
  'pr.merged': { ...anyPull, mergeCommit: maybe(hash) },
  'pr.closed': anyPull,
  'review.submitted': { ...anyPull, verdict: fc.constant('approved') },
  'ci.finished': {
    commit: hash,
    branch: maybe(branch),
    name: fc.constant('checks'),
    run: fc.constant('1'),
    outcome: fc.constant('ok'),
    trigger: maybe(fc.constantFrom('push', 'pull_request')),
    pulls: maybe(fc.subarray([7, 8])),
    sessions: somebody,
  },
} satisfies Partial<Record<Kind, object>>;

const told = fc.array(
  fc.oneof(
    ...Object.entries(kinds).map(([kind, data]) =>
      fc.record({
        kind: fc.constant(kind as Kind),
        minute,
        data: fc.record(data as Record<string, fc.Arbitrary<unknown>>),
        elsewhere: fc.boolean(),
      }),
    ),
  ),
  { maxLength: 12 },
);
const own = fc.record({
  branch: maybe(branch),
  made: fc.array(hash, { maxLength: 2 }),
  printed: maybe(fc.tuple(branch, hash, fc.integer({ min: 7, max: 12 }))),
});

test('every event of a code host is tied to those sessions, and by that, which the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(
      told,
      fc.record({ one: own, two: own, three: own }),
      fc.boolean(),
      async (host, sessions, early) => {
        const { project, session, event } = world();
        const idOf = (name: string) => `${session}-${name}`;
        const elsewhere = `${project}-elsewhere`;
        const hostEvents = host.map(({ kind, minute: at, data, elsewhere: far }) => {
          const where = far ? elsewhere : project;
          const named = (data as { sessions?: string[] }).sessions?.map(idOf);
          return event(kind, '-', at, { repository: where, ...data, ...(named && { sessions: named }) }, where);
        });
        const ownEvents = Object.entries(sessions).flatMap(([name, { branch: at, made, printed }]) => {
          const where = name === 'three' ? '-' : project;
          const call = { call: 'c', tool: 'sh', outcome: 'ok' };
          const effects = [{ type: 'process.exec', object: 'git commit -m x', program: 'git' }];
          const output = printed && `[${printed[0]} ${printed[1].slice(0, printed[2])}] x`;
          return [
            event('session.started', idOf(name), 0, { nativeSession: '1', branch: at }, where),
            ...made.map((commit) => event('commit.made', idOf(name), 5, { commit }, where)),
            event('tool.finished', idOf(name), 6, { ...call, effects, output }, where),
            event('session.ended', idOf(name), 30, { reason: 'other' }, where),
          ];
        });
        await store.tell(...(early ? [...hostEvents, ...ownEvents] : [...ownEvents, ...hostEvents]));
        const events = [...hostEvents, ...ownEvents].map((one) => readEvent(one) as BusEvent);

        for (const name of Object.keys(sessions)) {
          const about: TestSession = {
            session: idOf(name),
            project: name === 'three' ? undefined : project,
            startMs,
            endMs: startMs + 30 * minuteMs,
          };
          const { rows } = await sql<{ event: string; tie: string }>`
          select event, tie from read.code_ties where session = ${about.session}`.execute(store.db.kysely);
          expect(new Map(rows.map(({ event: id, tie }) => [id, tie]))).toEqual(expectedTies(about, events));
        }
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
