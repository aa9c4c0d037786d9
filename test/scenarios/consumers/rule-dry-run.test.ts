import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataOf, eventId, type Kind, newEvent } from '@hookline/schemas';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caughtUp, startBus, type TestBus } from '../support/bus.ts';
import { untilQuiet } from './rule.ts';

const rule = `rule: payments
on: session.ended
where: session.files.exists(f, f.path.startsWith("services/payments/") && f.written)
key: project + ":" + session.harness
limits: { cooldown: 10m }
then:
  - work: { queue: review, harness: opencode, prompt: "Review {{session.title}}" }
tests:
  - given: one-session.jsonl
    expect: { firings: 1 }
  - name: only docs
    given: [{ kind: session.ended, data: { reason: exit } }]
    expect: { firings: 0 }
`;

const hourMs = 3_600_000;
const shop = 'github.com/acme/shop';
let bus: TestBus;
let folder: string;
let count = 0;

function told<K extends Kind>(kind: K, session: string, timeMs: number, data: DataOf<K>, project = shop) {
  return newEvent({
    kind,
    id: eventId('dry', String(++count)),
    source: 'urn:hookline:test',
    time: new Date(timeMs).toISOString(),
    origin: 'api',
    harness: 'claude-code',
    project,
    session: `claude-code:${session}`,
    data,
  } as never);
}

/** A session that changed a file of payments. */
const changed = (name: string, endMs: number, project = shop) => [
  told('session.started', name, endMs - 60_000, { nativeSession: name } as never, project),
  told('file.written', name, endMs - 30_000, { path: `services/payments/${name}.ts`, how: 'edit' } as never, project),
  told('session.ended', name, endMs, { reason: 'exit' }, project),
];

beforeAll(async () => {
  bus = await startBus();
  folder = join(bus.home, 'tried');
  await mkdir(folder);
  await writeFile(join(folder, 'payments.yaml'), rule);
  const recorded = changed('recorded', Date.parse('2026-01-01T10:00:00Z'));
  await writeFile(join(folder, 'one-session.jsonl'), recorded.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const now = Date.now();
  // Two of long ago that are heard of only now, and three of just now: the last of them inside the cooldown.
  const events = [
    ...changed('old-1', now - 50 * hourMs),
    ...changed('old-2', now - 26 * hourMs),
    ...changed('new-1', now - 20 * 60_000),
    ...changed('new-2', now - 5 * 60_000),
    ...changed('elsewhere', now - 4 * 60_000, 'github.com/acme/zebra'),
  ];
  const stored = await bus.client.publish(events);
  expect(stored.every(({ status }) => status === 'stored')).toBe(true);
  await caughtUp(bus);
  await untilQuiet(bus);
});
afterAll(async () => bus[Symbol.asyncDispose]());

// biome-ignore lint/suspicious/noExplicitAny: each line knows what it asked for
async function tried(...args: string[]): Promise<any> {
  const answer = await bus.hookline('rules', 'test', folder, '--json', ...args);
  expect([answer.exitCode, answer.err]).toEqual([0, expect.any(String)]);
  return answer.json()[0];
}
const sessions = (firings: { session: string }[]) => firings.map(({ session }) => session.replace('claude-code:', ''));

test('what was imported is history, and would not have acted; as if live it would', async () => {
  const live = await tried();
  expect(sessions(live.firings)).toEqual(['new-1', 'elsewhere']);
  expect(live.held).toMatchObject([
    { by: 'history', count: 2 },
    { by: 'cooldown', count: 1 },
  ]);
  expect(live).toMatchObject({ problems: [], tests: [{ passed: true }, { passed: true }], costUsd: null });
  expect(live.firings[0]).toMatchObject({
    key: `${shop}:claude-code`,
    inputs: [{ kind: 'session.ended', step: 0 }],
    would: ['offer work on queue review'],
    costUsd: null,
  });

  const asIfLive = await tried('--as-if-live');
  expect(sessions(asIfLive.firings)).toEqual(['old-1', 'old-2', 'new-1', 'new-2', 'elsewhere']);
  expect(asIfLive.held).toEqual([]);
});

test('only what lies in the window is told, with all that was known at its beginning', async () => {
  expect(sessions((await tried('--as-if-live', '--since', '30h')).firings)).toEqual([
    'old-2',
    'new-1',
    'new-2',
    'elsewhere',
  ]);
  const [, , third] = (await tried('--as-if-live')).firings;
  const range = ['--from', String(third.position), '--until', String(third.position)];
  expect(sessions((await tried('--as-if-live', ...range)).firings)).toEqual(['new-1']);
  expect(sessions((await tried('--as-if-live', '--session', 'claude-code:new-2')).firings)).toEqual(['new-2']);
});

test('nothing is done, and a token of one project is told of that project only', async () => {
  expect((await bus.hookline('work', 'list', '--json')).json()).toEqual([]);
  expect((await bus.hookline('rules', 'firings', '--json')).json()).toEqual([]);

  const body = { name: 'shop', scopes: ['read'], project: shop };
  const { token } = (await bus.client.request('POST', '/v1/tokens', { body })) as { token: string };
  const answer = await fetch(`${bus.url}/v1/rules/test`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ rules: [{ name: 'a', text: rule }], asIfLive: true, tests: false }),
  });
  const text = await answer.text();
  expect(JSON.parse(text).results[0].found).toBe(4);
  expect(text).not.toContain('zebra');
});

test('what work cost so far is what more of it is estimated to cost', async () => {
  await bus.hookline('work', 'offer', 'review', '--payload', '{}');
  const item = (await bus.client.request('POST', '/v1/work/review/take', {
    body: { worker: 'w', harness: 'opencode' },
  })) as { id: string; fence: number };
  await bus.client.request('POST', `/v1/work/items/${item.id}/done`, { body: { fence: item.fence, costUsd: 0.4 } });

  await eventually(async () => (await tried()).costUsd !== null, { timeoutMs: 30_000, what: 'a cost to be known' });
  const now = await tried();
  expect(now.firings.map(({ costUsd }: { costUsd: number }) => costUsd)).toEqual([0.4, 0.4]);
  expect(now.costUsd).toBeCloseTo(0.8);
});

test('a rule whose own test fails, or that is no rule, is told with status 1', async () => {
  const bad = join(bus.home, 'bad');
  await mkdir(bad);
  await writeFile(join(bad, 'failing.yaml'), rule.replace('given: one-session.jsonl', 'given: missing.jsonl'));
  await writeFile(join(bad, 'outside.yaml'), rule.replace('one-session.jsonl', '../tried/one-session.jsonl'));
  await writeFile(join(bad, 'faulty.yaml'), rule.replace('session.files', 'session.fils'));

  const checked = await bus.hookline('rules', 'check', bad, '--json');
  expect(checked.exitCode).toBe(1);
  const problems = checked.json().map((one: { problems: string[] }) => one.problems.join());
  expect(problems[0]).toContain('missing.jsonl');
  expect(problems[1]).toMatch(/faulty\.yaml:3:\d+: .*nearest is files/);
  expect(problems[2]).toContain('../tried/one-session.jsonl');
  expect((await bus.hookline('rules', 'test', bad)).exitCode).toBe(1);
  expect((await bus.hookline('rules', 'check', folder)).exitCode).toBe(0);
  expect((await bus.hookline('rules', 'test', '--from', '9', '--until', '3')).exitCode).toBe(2);
});
