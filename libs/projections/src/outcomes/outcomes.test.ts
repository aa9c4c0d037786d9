import type { DataOf, Kind } from '@hookline/schemas';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { event, second } from '../test-events.ts';
import { openStore, type TestStore } from '../test-store.ts';
import { listPulls } from './pulls.ts';
import { outcomesBy } from './queries.ts';

let store: TestStore;
let count = 0;
beforeAll(async () => {
  store = await openStore();
});
afterAll(async () => store[Symbol.asyncDispose]());

const hashOf = (n: number) => n.toString(16).padStart(2, '0').repeat(20);

/** A repository and sessions that no other test knows. */
function world() {
  count += 1;
  const project = `github.com/acme/outcomes-${count}`;
  const idOf = (name: string) => `codex:${count}-${name}`;
  const told = <K extends Kind>(kind: K, name: string, data: DataOf<K>, more: object = {}) =>
    event(kind, data, { session: idOf(name), project, ...more } as object);
  /** A session that cost so much and made these commits. */
  const session = (
    name: string,
    { harness = 'codex', usd, commits }: { harness?: string; usd?: number; commits: number[] },
  ) => [
    told('session.started', name, { nativeSession: name }, { harness, atMs: 0 }),
    told('model.called', name, { model: `${harness}-1`, tokens: { output: 1 }, costUsd: usd }, { harness, atMs: 1 }),
    ...commits.map((n) => told('commit.made', name, { commit: hashOf(n) }, { harness, atMs: 2 })),
  ];
  const host = <K extends Kind>(kind: K, data: object, atMs?: number) =>
    event(
      kind,
      { repository: project, ...data } as DataOf<K>,
      { session: '-', project, ...(atMs && { atMs }) } as object,
    );
  const pull = (number: number, commit: number) => ({
    number,
    title: `Pull ${number}`,
    branch: `topic-${number}`,
    base: 'main',
    commit: hashOf(commit),
  });
  return { project, idOf, told, session, host, pull };
}

test('two harnesses: merge rate and what a merged pull request cost', async () => {
  const { project, session, host, pull } = world();
  await store.tell(
    ...session('a', { harness: 'codex', usd: 2, commits: [1] }),
    ...session('b', { harness: 'codex', usd: 4, commits: [2] }),
    ...session('c', { harness: 'goose', usd: 9, commits: [3] }),
    ...session('d', { harness: 'goose', usd: 1, commits: [4] }),
    ...[host('pr.opened', pull(1, 1)), host('pr.merged', pull(1, 1))],
    ...[host('pr.opened', pull(2, 2)), host('pr.merged', pull(2, 2))],
    ...[host('pr.merged', pull(3, 3)), host('pr.opened', pull(4, 4)), host('pr.closed', pull(4, 4))],
    host('ci.finished', { commit: hashOf(4), name: 'checks', run: '1', outcome: 'failed' }),
  );

  const { groups, total } = await outcomesBy(store.db, 'harness', { project });

  expect(groups).toMatchObject([
    {
      key: 'codex',
      sessions: 2,
      commits: 2,
      pulls: 2,
      merged: 2,
      closed: 0,
      mergeRate: 1,
      costPerMergedPull: 3,
      ciRuns: 0,
    },
    { key: 'goose', merged: 1, closed: 1, mergeRate: 0.5, costUsd: 10, costPerMergedPull: 9, ciRuns: 1, ciFailed: 1 },
  ]);
  expect(total).toMatchObject({
    sessions: 4,
    pulls: 4,
    merged: 3,
    costUsd: 16,
    costPerMergedPull: 5,
    unpricedSessions: 0,
  });
});

test('sessions that share a pull request share it, and a session shares its cost among its pull requests', async () => {
  const { project, idOf, session, host, pull } = world();
  await store.tell(
    ...session('a', { harness: 'codex', usd: 3, commits: [1, 2] }),
    ...session('b', { harness: 'goose', usd: 1, commits: [1] }),
    ...[host('pr.merged', pull(1, 1), 10), host('pr.merged', pull(2, 2), 20)],
  );

  const { groups, total } = await outcomesBy(store.db, 'harness', { project });
  const pulls = await listPulls(store.db, { project, limit: 10 });

  expect(pulls.map(({ number, costUsd, sessions }) => [number, costUsd, sessions])).toEqual([
    [2, 1.5, [idOf('a')]],
    [1, 2.5, [idOf('a'), idOf('b')]],
  ]);
  expect(groups).toMatchObject([
    { key: 'codex', pulls: 2, merged: 2, costPerMergedPull: 2 },
    { key: 'goose', pulls: 1, merged: 1, costPerMergedPull: 2 },
  ]);
  expect(total).toMatchObject({ pulls: 2, merged: 2, costPerMergedPull: 2 });
});

test('what nobody knows the cost of is left out of the average, and counted', async () => {
  const { project, session, host, pull } = world();
  await store.tell(
    ...session('a', { usd: 2, commits: [1] }),
    ...session('b', { commits: [2] }),
    ...[host('pr.merged', pull(1, 1)), host('pr.merged', pull(2, 2))],
  );

  const { total } = await outcomesBy(store.db, 'model', { project });
  const pulls = await listPulls(store.db, { project, limit: 10 });

  expect(total).toMatchObject({ merged: 2, costUsd: 2, costPerMergedPull: 2, unpricedMerged: 1, unpricedSessions: 1 });
  expect(pulls.map(({ number, costUsd }) => [number, costUsd]).sort()).toEqual([
    [1, 2],
    [2, null],
  ]);
});

test('a commit that git shortened, that the harness told in full and that was pushed is one; an unpushed one counts too', async () => {
  const { project, idOf, told, session, host } = world();
  const printed = `[topic ${hashOf(1).slice(0, 8)}] one\n[topic ${hashOf(2).slice(0, 8)}] two`;
  await store.tell(
    ...session('a', { usd: 1, commits: [1] }),
    told('tool.finished', 'a', {
      call: 'c',
      tool: 'shell',
      effects: [{ type: 'process.exec', object: 'git commit -m x' }],
      outcome: 'ok',
      output: printed,
    }),
    host('commit.made', { commit: hashOf(1), message: 'One\n\nmore' }),
  );

  const { rows } = await sql<object>`
    select kind, ref, state, tie, title from read.outcomes where session = ${idOf('a')} order by state`.execute(
    store.db.kysely,
  );

  expect(rows).toEqual([
    { kind: 'commit', ref: hashOf(2).slice(0, 8), state: 'made', tie: 'commit', title: null },
    { kind: 'commit', ref: hashOf(1), state: 'pushed', tie: 'commit', title: 'One' },
  ]);
  expect((await outcomesBy(store.db, 'actor', { project })).total).toMatchObject({
    commits: 2,
    pulls: 0,
    mergeRate: null,
  });
});

test('pull requests by state, since when, and page by page; with reviews and CI of all their commits', async () => {
  const { project, host, pull } = world();
  const ci = (run: string, commit: number, outcome: string, pulls?: number[]) =>
    host('ci.finished', { commit: hashOf(commit), name: 'checks', run, outcome, ...(pulls && { pulls }) });
  await store.tell(
    ...[
      host('pr.opened', pull(1, 1), 1_000),
      host('pr.opened', pull(2, 2), 2_000),
      host('pr.opened', pull(3, 5), 3_000),
    ],
    host('review.submitted', { ...pull(1, 3), verdict: 'changes-requested' }, 3_500),
    host('review.submitted', { ...pull(1, 3), verdict: 'approved' }, 3_600),
    host('review.submitted', { ...pull(1, 3), verdict: 'withdrawn' }, 3_700),
    host('pr.closed', pull(2, 2), 4_000),
    host('pr.opened', { ...pull(2, 2), again: true }, 5_000),
    host('pr.merged', { ...pull(1, 3), mergeCommit: hashOf(4) }, 6_000),
    ...[ci('1', 1, 'failed'), ci('2', 3, 'ok'), ci('3', 4, 'ok'), ci('4', 9, 'ok', [1]), ci('5', 9, 'ok')],
  );
  const numbers = async (filter: object) =>
    (await listPulls(store.db, { project, limit: 10, ...filter })).map(({ number, state }) => [number, state]);

  const [first] = await listPulls(store.db, { project, limit: 1 });

  expect(first).toMatchObject({
    number: 1,
    mergedAt: second(6),
    reviews: 2,
    approvals: 1,
    ciOk: 3,
    ciFailed: 1,
    sessions: [],
  });
  expect(await numbers({ after: first })).toEqual([
    [3, 'open'],
    [2, 'open'],
  ]);
  expect(await numbers({ state: 'merged' })).toEqual([[1, 'merged']]);
  expect(await numbers({ since: second(2.5) })).toEqual([
    [1, 'merged'],
    [3, 'open'],
  ]);
});
