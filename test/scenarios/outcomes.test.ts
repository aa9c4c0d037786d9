import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataOf, type Kind, newEvent } from '@hookline/schemas';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caughtUp, startBus, type TestBus } from './support/bus.ts';
import { deliver, githubEnv } from './support/github.ts';

const project = 'github.com/acme/shop';
const hashOf = (n: number) => n.toString(16).padStart(2, '0').repeat(20);
let bus: TestBus;

/** A session that cost what its tokens cost, and its commit. Without a model's price nobody knows what it cost. */
function session(name: string, harness: string, model: string, commit: number) {
  const id = `${harness}:${name}`;
  const told = <K extends Kind>(kind: K, minute: number, data: DataOf<K>) =>
    newEvent({
      id: `${id}-${kind}`,
      source: `urn:hookline:test:${harness}`,
      time: new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString(),
      origin: 'api',
      session: id,
      project,
      harness,
      actor: 'dana@example.test',
      kind,
      data,
    } as Parameters<typeof newEvent<K>>[0]);
  return [
    told('session.started', 0, { nativeSession: name }),
    told('model.called', 1, { model, nativeMessage: `msg_${id}`, tokens: { input: 1_000_000, output: 100_000 } }),
    told('commit.made', 2, { commit: hashOf(commit), repository: project }),
  ];
}

/** What GitHub says of a pull request. */
function pull(number: number, commit: number, action: 'opened' | 'closed', { merged = false } = {}) {
  const side = (ref: string) => ({ ref, sha: hashOf(commit), repo: { html_url: `https://${project}` } });
  const at = `2026-11-20T${action === 'opened' ? 11 : 12}:00:0${number}Z`;
  return {
    action,
    pull_request: {
      ...{ number, title: `Pull ${number}`, html_url: `https://${project}/pull/${number}`, body: '', draft: false },
      ...{ user: { login: 'dana' }, head: side(`topic-${number}`), base: side('main') },
      ...{ merged, merge_commit_sha: merged ? hashOf(100 + number) : null, merged_by: null },
      ...{ created_at: at, updated_at: at, closed_at: action === 'closed' ? at : null, merged_at: merged ? at : null },
    },
  };
}

async function tell(event: string, payload: object): Promise<void> {
  expect(await deliver(bus, event, payload)).toBe(200);
}

beforeAll(async () => {
  bus = await startBus({ env: githubEnv });
  // The code host speaks first of some, the session of others.
  await tell('pull_request', pull(1, 1, 'opened'));
  await tell('pull_request', pull(1, 1, 'closed', { merged: true }));
  await bus.client.publish([
    ...session('a', 'codex', 'gpt-5-2025-08-07', 1),
    ...session('b', 'codex', 'openai/gpt-5', 2),
    ...session('c', 'claude-code', 'claude-opus-5-5', 3),
    ...session('d', 'claude-code', 'claude-of-our-own', 4),
  ]);
  for (const [number, merged] of [
    [2, true],
    [3, true],
    [4, false],
  ] as const) {
    await tell('pull_request', pull(number, number, 'opened'));
    await tell('pull_request', pull(number, number, 'closed', { merged }));
  }
  await tell('workflow_run', {
    action: 'completed',
    workflow_run: {
      ...{
        id: 5,
        name: 'checks',
        run_attempt: 1,
        event: 'pull_request',
        conclusion: 'failure',
        head_branch: 'topic-3',
      },
      ...{ head_sha: hashOf(3), updated_at: '2026-11-20T11:30:00Z', pull_requests: [{ number: 3 }] },
    },
  });
  await caughtUp(bus);
});
afterAll(async () => bus[Symbol.asyncDispose]());

test('which harness was cheaper per merged pull request, and how often it was merged', async () => {
  const { groups, total } = (await bus.hookline('outcomes', '--by', 'harness', '--json')).json();

  expect(groups).toMatchObject([
    { key: 'codex', sessions: 2, pulls: 2, merged: 2, mergeRate: 1, costUsd: 4.5, costPerMergedPull: 2.25, ciRuns: 0 },
    { key: 'claude-code', merged: 1, closed: 1, mergeRate: 0.5, costPerMergedPull: 6, ciRuns: 1, ciFailed: 1 },
  ]);
  expect(total).toMatchObject({ merged: 3, costPerMergedPull: 3.5, unpricedSessions: 1 });
  expect((await bus.hookline('outcomes')).out).toMatch(/codex +2 +2 +2 +2 +100 % +\$4\.50 +\$2\.25/);
});

test('a pull request names the sessions behind it, its CI and its cost', async () => {
  const pulls = (await bus.hookline('outcomes', 'pulls', '--state', 'merged', '--json')).json();

  expect(pulls).toMatchObject([
    { number: 3, costUsd: 6, ciFailed: 1, sessions: [{ session: 'claude-code:c', costUsd: 6 }] },
    { number: 2, costUsd: 2.25, sessions: [{ session: 'codex:b' }] },
    { number: 1, costUsd: 2.25, sessions: [{ session: 'codex:a' }] },
  ]);
});

test('what nobody has a price for is unknown, until the owner says', async () => {
  const before = (await bus.hookline('costs', '--by', 'model', '--json')).json();
  const file = join(bus.home, 'prices.json');
  const wrong = await writeFile(file, '{"prices":[{"model":"claude-of-our-own"}]}').then(() =>
    bus.hookline('costs', 'prices', '--load'),
  );
  const price = { from: '2026-01-01', inputPerMillion: 1, outputPerMillion: 20, source: 'our contract' };
  await writeFile(file, JSON.stringify({ prices: [{ model: 'claude-of-our-own', ...price }] }));
  const loaded = await bus.hookline('costs', 'prices', '--load');
  const after = (await bus.hookline('costs', '--by', 'model', '--then', 'actor', '--json')).json();

  expect(before.total).toMatchObject({
    calls: 4,
    costUsd: 10.5,
    computedUsd: 10.5,
    reportedUsd: null,
    unpricedCalls: 1,
  });
  expect(wrong.exitCode).not.toBe(0);
  expect(wrong.err).toContain('prices.0.from');
  expect(loaded.exitCode).toBe(0);
  expect(after.total).toMatchObject({ costUsd: 13.5, unpricedCalls: 0 });
  const own = after.groups.find(({ key }: { key: string }) => key === 'claude-of-our-own');
  expect([own.then, own.costUsd]).toEqual(['dana@example.test', 3]);
  expect(after.prices.version).not.toBe(before.prices.version);
});

test('a token for another project sees nothing of it', async () => {
  const made = (
    await bus.hookline(
      'tokens',
      'create',
      'elsewhere',
      '--scope',
      'read',
      '--project',
      'github.com/acme/other',
      '--json',
    )
  ).json();
  const ask = async (path: string) => {
    const response = await fetch(`${bus.url}${path}`, { headers: { authorization: `Bearer ${made.token}` } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  expect((await ask('/v1/costs?by=session')).body).toMatchObject({ groups: [], total: { calls: 0, sessions: 0 } });
  expect((await ask('/v1/outcomes')).body).toMatchObject({ groups: [], total: { sessions: 0, pulls: 0 } });
  expect((await ask('/v1/pulls')).body).toMatchObject({ pulls: [] });
  expect((await ask(`/v1/pulls?project=${project}`)).status).toBe(403);
  expect((await ask('/v1/prices')).status).toBe(200);
});
