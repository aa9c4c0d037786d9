import { createHash } from 'node:crypto';
import { memoryId, shortId } from '@hookline/memory';
import { type DataOf, eventId, type Kind, newEvent } from '@hookline/schemas';
import { eventually, tempDir } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishRule } from './consumers/rule.ts';
import { caughtUp, environmentOf, hookline, remembered, startBus, type TestBus } from './support/bus.ts';

/** Stands in every text of the project that the token is not for, and nowhere else. */
const mark = 'zebra';
const [mine, foreign] = ['github.com/acme/shop', `github.com/acme/${mark}-till`];
const content = (word: string) => `export const animal = '${word}';\n`;
const contentHash = (word: string) => `sha256:${createHash('sha256').update(content(word)).digest('hex')}`;

let bus: TestBus;
let token: string;
let paths: Record<string, { get?: object }>;
/** Where the other project's person said something, and a firing for what its session did. */
let foreignPrompt: number;
let foreignFiring: string;
const foreignItem = 'item-of-others';
beforeAll(async () => {
  bus = await startBus();
  await publishRule(bus, 'started.yaml', startedRule);
  const own = worked('heron', mine);
  const firstForeign = own.length;
  const told = await bus.client.publish([...own, ...worked(mark, foreign)]);
  expect(told.filter(({ status }) => status !== 'stored')).toEqual([]);
  // Somebody holds what the other project's session writes after that.
  const held = { kind: 'glob', resource: `src/${mark}*`, holder: `${mark}@example.com`, session: `${mark}:9` } as const;
  await bus.client.claims.take({ ...held, project: foreign, purpose: `${mark} again` });
  await bus.client.work.offer(`${mark}-queue`, {
    id: foreignItem,
    payload: { prompt: `${mark} it` },
    project: foreign,
    session: sessionOf(mark),
    children: [{ payload: `${mark} part` }],
  });
  await bus.client.publish([wroteAgain]);
  await caughtUp(bus);
  await remembered(bus);
  foreignPrompt = told[firstForeign + 1]!.position!;
  const fired = async (): Promise<{ firing: string; project: string }[]> =>
    (await bus.hookline('rules', 'firings', '--json')).json();
  await eventually(async () => (await fired()).length === 2, { what: 'the rule to fire for both projects' });
  foreignFiring = (await fired()).find(({ project }) => project === foreign)!.firing;
  const found = async () => ((await bus.client.request('GET', '/v1/search?q=common')) as { results: object[] }).results;
  await eventually(async () => (await found()).length === 2, { timeoutMs: 30_000, what: 'both sessions are found' });
  for (const word of ['heron', mark]) {
    const steered = await bus.client.steer({ session: sessionOf(word), text: `${word} is told` });
    expect(steered).toMatchObject({ state: 'waiting' });
  }
  const document = await (await fetch(`${bus.url}/v1/openapi.json`)).json();
  paths = (document as { paths: typeof paths }).paths;
  token = await tokenFor(['read', 'ingest', 'recall', 'work', 'admin'], mine);
});
afterAll(async () => bus[Symbol.asyncDispose]());

/** Fires once for each project; what comes after that is held. */
const startedRule = `rule: started
description: ${mark}
on: tool.started
key: project
limits: { cooldown: 1h }
then:
  - subject: { subject: agents.started, payload: { tool: "{{data.tool}}" } }
tests:
  - given: [{ kind: tool.started, data: { tool: Bash } }]
    expect: { firings: 1 }
`;

/** A write that comes after everything else. */
const wroteAgain = newEvent({
  ...{ kind: 'file.written', id: eventId(mark, 'again'), source: 'urn:hookline:test', origin: 'api' },
  ...{ time: new Date(Date.now() + 60_000).toISOString(), harness: 'claude-code', project: foreign },
  ...{ session: `claude-code:same-beginning-1`, data: { path: `src/${mark}.ts`, how: 'edit' } },
} as never);

/** What is remembered of that session as a whole. */
const episodeOf = (word: string, project: string) => memoryId('episode', `project:${project}`, sessionOf(word));
const sessionOf = (word: string) => `claude-code:same-beginning-${word === mark ? 1 : 2}`;

/** A session that did a little of everything, and what the code host said of it. */
function worked(word: string, project: string) {
  let count = 0;
  const told = <K extends Kind>(kind: K, data: DataOf<K>, session = sessionOf(word)) =>
    newEvent({
      kind,
      id: eventId(word, String(++count)),
      source: 'urn:hookline:test',
      time: new Date(Date.now() - 60_000 + count).toISOString(),
      origin: 'api',
      harness: 'claude-code',
      actor: `${word}@example.com`,
      project,
      session,
      data,
    } as never);
  const call = { call: 'c1', tool: `${word}-tool` };
  const effects = [{ type: 'process.exec' as const, object: `${word}-run all`, program: `${word}-run` }];
  const pull = {
    repository: project,
    number: 7,
    title: `${word} pull`,
    branch: `${word}-branch`,
    commit: 'a'.repeat(40),
  };
  return [
    told('session.started', { nativeSession: sessionOf(word).slice('claude-code:'.length), model: `${word}-model` }),
    told('prompt.submitted', { text: `please ${word} the common thing`, by: 'person' }),
    told('tool.started', { ...call, effects, input: { command: `${word}-run all` } }),
    told('tool.failed', {
      ...call,
      effects,
      outcome: 'failed',
      stage: 'ran',
      error: `${word} broke`,
      errorSignature: `${word} broke`,
    }),
    told('file.written', { path: `src/${word}.ts`, how: 'create', after: content(word), hashAfter: contentHash(word) }),
    told('tool.started', { call: 'c2', tool: `${word}-tool`, effects, input: { command: `${word}-run again` } }),
    told('model.called', { model: `${word}-model`, nativeMessage: `${word}-m1`, tokens: { output: 5 }, costUsd: 3 }),
    told('memory.injected', {
      surface: 'prompt',
      about: `${word} asked`,
      memories: [shortId(episodeOf(mark, foreign))],
      tokens: 9,
    }),
    told('commit.made', { commit: 'a'.repeat(40), message: `${word} commit` }),
    told('pr.opened', { ...pull, base: 'main', url: `https://example.com/${word}` }, '-'),
  ];
}

async function tokenFor(scopes: string[], project?: string): Promise<string> {
  const body = { name: 'tried', scopes, ...(project && { project }) };
  return ((await bus.client.request('POST', '/v1/tokens', { body })) as { token: string }).token;
}

const ask = (path: string, bearer = token) => fetch(bus.url + path, { headers: { authorization: `Bearer ${bearer}` } });

/** What routes are asked with besides their path, so that there would be something to tell. */
const queries: Readonly<Record<string, readonly string[]>> = {
  '/v1/search': ['?q=common', `?q=${mark}`, `?q=${mark.slice(0, 3)}*`, `?q=failed:${mark}-run`],
  '/v1/files/history': [`?path=src/${mark}.ts`],
  '/v1/compare': [
    `?left=${sessionOf(mark)}&right=${sessionOf('heron')}`,
    `?left=claude-code:same-beginning&right=${sessionOf(mark)}`,
  ],
  '/v1/sessions/{id}/accesses': [`?path=src/${mark}.ts`],
  '/v1/sessions/{id}/workspace/content': [`?hash=${contentHash(mark)}`, `?path=src/${mark}.ts`],
  '/v1/sessions/{id}/workspace/diff': ['?from=0'],
  '/v1/failures': ['?by=command', '?by=error', '?by=tool', `?actor=${mark}@example.com`],
  '/v1/costs': ['?by=actor', '?by=model&then=session', `?model=${mark}-model`],
  '/v1/outcomes': ['?by=actor', '?by=model', `?actor=${mark}@example.com`],
  '/v1/policies/pack': ['', `?project=${encodeURIComponent(foreign)}`],
  '/v1/work': [
    '',
    `?queue=${mark}-queue`,
    `?session=${sessionOf(mark)}`,
    `?parent=${foreignItem}`,
    `?project=${foreign}`,
  ],
  '/v1/recall': [`?q=${mark}`],
  '/v1/steering': ['', `?session=${sessionOf(mark)}`],
  '/v1/approvals': ['', '?state=waiting'],
  '/v1/memory': [`?q=${mark}`, ''],
  '/v1/rules': ['', '?withdrawn=true'],
  '/v1/rules/firings': ['', `?session=${sessionOf(mark)}`, '?rule=started'],
  '/v1/rules/{name}/firings': ['', `?session=${sessionOf(mark)}`],
  '/v1/rules/held': ['', '?by=cooldown', `?event=${eventId(mark, '7')}`],
  '/v1/rules/why': [`?event=${eventId(mark, '3')}`, `?event=${eventId('heron', '3')}`],
  '/v1/memory/told': [`?session=${sessionOf(mark)}`, `?session=${sessionOf('heron')}`],
  '/v1/memory/{id}/diff': ['?from=0'],
  '/v1/claims': ['', `?path=src/${mark}.ts`, `?session=${mark}:9`, '?state=all', `?project=${foreign}`],
  '/v1/conflicts': ['', `?path=src/${mark}.ts`, `?session=${sessionOf(mark)}`, '?open=true', `?project=${foreign}`],
  '/v1/memory/affected': [`?session=${sessionOf(mark)}`, `?actor=${mark}@example.com`],
};
/** Streams do not end; the console is no answer about anything. */
const unasked = ['/v1/events/stream', '/console', '/login'];

function asked(session: string): { path: string; route: string }[] {
  const parts: Readonly<Record<string, string>> = {
    id: session,
    type: 'call',
    entry: 'c1',
    ref: contentHash(mark),
    name: mark,
    position: String(foreignPrompt),
  };
  const memory = episodeOf(mark, foreign);
  return Object.entries(paths)
    .filter(([path, methods]) => methods.get !== undefined && !unasked.includes(path))
    .flatMap(([route]) =>
      (queries[route] ?? ['']).map((query) => ({
        route,
        path:
          route
            .replace('/v1/memory/{id}', `/v1/memory/${memory}`)
            .replace('/v1/work/items/{id}', `/v1/work/items/${foreignItem}`)
            .replace('/v1/rules/{name}', '/v1/rules/started')
            .replace('/v1/rules/firings/{id}', `/v1/rules/firings/${foreignFiring}`)
            .replaceAll(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(parts[part] ?? '1')) + query,
      })),
    );
}

test('nothing that can be asked tells a token of one project of another', async () => {
  const routes = asked(sessionOf(mark));
  expect(routes.length).toBeGreaterThan(50);
  for (const { path, route } of routes) {
    const answer = await ask(path);
    // What was asked for comes back in errors, and as the query that was understood.
    const given = [decodeURIComponent(path), ...decodeURIComponent(path).split(/[/?&=:]/)].filter((part) =>
      part.includes(mark),
    );
    let text = await answer.text();
    for (const one of given.toSorted((a, b) => b.length - a.length)) text = text.replaceAll(one, '');
    expect([path, text]).toEqual([path, expect.not.stringContaining(mark)]);
    if (/^\/v1\/(sessions|memory|rules\/firings|work\/items)\/\{id\}|\/said\//.test(route))
      expect([path, answer.status]).toEqual([path, expect.toBeOneOf([403, 404])]);
  }
});

test('nothing is counted of another project', async () => {
  // biome-ignore lint/suspicious/noExplicitAny: each line knows what it asked for
  const json = async (path: string): Promise<any> => await (await ask(path)).json();

  expect((await json('/v1/costs?by=harness')).total).toMatchObject({ sessions: 1, calls: 1, costUsd: 3 });
  expect((await json('/v1/outcomes')).total).toMatchObject({ sessions: 1, pulls: 1 });
  expect((await json('/v1/facets')).harnesses).toEqual([{ value: 'claude-code', label: 'claude-code', sessions: 1 }]);
  expect((await json('/v1/failures?by=tool')).failures).toMatchObject([{ key: 'heron-tool', failures: 1 }]);
  expect((await json('/v1/search?q=common')).results).toHaveLength(1);
  expect((await json('/v1/now')).doing).toHaveLength(1);
  expect((await json('/v1/rules/firings')).firings).toMatchObject([{ rule: 'started', project: mine }]);
  expect((await json('/v1/rules/held')).held).toMatchObject([{ rule: 'started', by: 'cooldown', key: mine }]);
  expect((await json('/v1/rules')).rules).toMatchObject([{ name: 'started', firingsToday: 1, description: null }]);
  expect((await json('/v1/pulls')).pulls).toMatchObject([
    { title: 'heron pull', sessions: [{ actor: 'heron@example.com' }] },
  ]);
  expect((await json('/v1/files')).files).toMatchObject([{ path: 'src/heron.ts', sessions: 1 }]);
  expect((await json(`/v1/memory/told?session=${sessionOf('heron')}`)).told).toMatchObject([
    { about: 'heron asked', memories: [{ memory: shortId(episodeOf(mark, foreign)), title: null }] },
  ]);
  expect((await json('/v1/steering')).messages).toMatchObject([{ text: 'heron is told' }]);
  const all = bus.client.memory(episodeOf(mark, foreign));
  expect((await all).statement).toContain(mark);
  expect(await Array.fromAsync(bus.client.claims.conflicts({ project: foreign }))).toHaveLength(1);
  expect(await Array.fromAsync(bus.client.claims.list({ project: foreign }))).toHaveLength(1);
  expect((await json('/v1/claims')).claims).toEqual([]);
  expect((await json('/v1/conflicts')).conflicts).toEqual([]);
  const own = await ask(`/v1/sessions/${sessionOf('heron')}/workspace/content?hash=${contentHash('heron')}`);
  expect(await own.text()).toBe(content('heron'));
  expect(await json('/v1/sessions/claude-code:same-beginning/state')).toMatchObject({ session: sessionOf('heron') });
});

test('a browser asks each time for a text that may be erased, and hears only of those that are there', async () => {
  const contentAt = (hash: string, tag: string) =>
    fetch(`${bus.url}/v1/sessions/${sessionOf('heron')}/workspace/content?hash=${hash}`, {
      headers: { authorization: `Bearer ${token}`, 'if-none-match': `"${tag}"` },
    });
  const [own, other] = [contentHash('heron'), contentHash(mark)];

  expect((await contentAt(own, 'before')).headers.get('cache-control')).toBe('private, no-cache');
  expect((await contentAt(own, own)).status).toBe(304);
  expect((await contentAt(other, other)).status).toBe(404);
});

test('a token of one project may not speak for all of them', async () => {
  await using folder = await tempDir();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const statusOf = async (method: string, path: string, body?: object) =>
    (await fetch(bus.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })).status;

  expect(await statusOf('POST', '/v1/sql', { sql: 'select 1' })).toBe(403);
  expect(await statusOf('PUT', '/v1/prices', { prices: [] })).toBe(403);
  expect(await statusOf('POST', '/v1/retention/run')).toBe(403);
  expect(await statusOf('POST', `/v1/sessions/${sessionOf('heron')}/shares`, { content: 'talk' })).toBe(403);
  expect(await statusOf('DELETE', `/v1/sessions/${sessionOf('heron')}/snapshots`)).toBe(403);

  const exported = await ask('/v1/events/export');
  expect(decodeURIComponent(exported.headers.get('hookline-project') ?? '')).toBe(mine);
  await exported.text();
  const env = environmentOf(bus.home, { HOOKLINE_URL: bus.url, HOOKLINE_TOKEN: token });
  const archived = await hookline(env, ['archive', '--to', folder.path]);
  expect(archived.err).toContain(`this token is for the project ${mine}, and an archive has all of a log`);
  expect(archived.exitCode).not.toBe(0);
});

test.each(['ingest', 'hook', 'recall', 'work'])(
  'a token that may only %s reads nothing that takes read',
  async (scope) => {
    const only = await tokenFor([scope]);
    const open = [
      '/v1/openapi.json',
      '/v1/me',
      '/healthz',
      '/metrics',
      '/shared/{secret}',
      '/v1/status',
      '/v1/approvals/{id}/link',
    ];
    const ofScope = {
      recall: /^\/v1\/(recall|memory|policies\/pack)/,
      work: /^\/v1\/(work|claims|sessions\/\{id\}\/(handoff|workspace\/(changes|content)))/,
      ingest: /^\/v1\/subscriptions/,
      hook: /^$/,
    }[scope]!;
    for (const { path, route } of asked(sessionOf(mark))) {
      if (open.includes(route) || ofScope.test(route)) continue;
      const answer = await ask(path, only);
      expect([path, answer.status]).toEqual([path, 403]);
      await answer.text();
    }
  },
);
