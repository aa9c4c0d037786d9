import { createHash } from 'node:crypto';
import { createClient } from '@hookline/client';
import { type CloudEvent, type DataOf, eventId, type Kind, newEvent, sequenceAt } from '@hookline/schemas';
import type { FileAt } from '@hookline/workspace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caughtUp, startBus, type TestBus } from './support/bus.ts';
import { feed, recordedHooks } from './support/feed.ts';

const [shop, till] = ['github.com/acme/shop', 'github.com/acme/till'];
const session = 'my-agent:one';
const startMs = Date.UTC(2026, 10, 22, 12);
const [first, second] = ['a\nb\n', 'a\nc\n'];
const hashOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const effects = [{ type: 'file.write' as const, object: 'a.txt' }];
const make = [{ type: 'process.exec' as const, object: 'make' }];

let count = 0;
function told<K extends Kind>(kind: K, data: DataOf<K>, project = shop, of = session): CloudEvent {
  count += 1;
  return newEvent({
    kind,
    id: eventId('workspace scenario', count),
    source: 'urn:example:my-agent',
    time: new Date(startMs + count * 1_000).toISOString(),
    sequence: sequenceAt(startMs + count * 1_000, count),
    session: of,
    project,
    harness: 'codex',
    origin: 'api',
    data,
  } as never);
}

const patch = [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 2, lines: [' a', '-b', '+c'] }];
/** Written, changed, deleted and made again; then a command may have done anything. */
const events = [
  told('tool.started', { call: 'c1', tool: 'write', effects, input: {} }),
  told('tool.finished', { call: 'c1', tool: 'write', effects, outcome: 'ok' }),
  told('file.written', { call: 'c1', path: 'a.txt', how: 'create', after: first, hashAfter: hashOf(first) }),
  told('tool.started', { call: 'c2', tool: 'apply_patch', effects, input: {} }),
  told('tool.finished', { call: 'c2', tool: 'apply_patch', effects, outcome: 'ok' }),
  told('file.written', { call: 'c2', path: 'a.txt', how: 'edit', patch }),
  told('tool.started', { call: 'c3', tool: 'remove', effects, input: {} }),
  told('tool.finished', { call: 'c3', tool: 'remove', effects, outcome: 'ok' }),
  told('file.written', { call: 'c3', path: 'a.txt', how: 'delete' }),
  told('tool.started', { call: 'c4', tool: 'write', effects, input: {} }),
  told('tool.finished', { call: 'c4', tool: 'write', effects, outcome: 'ok' }),
  told('file.written', { call: 'c4', path: 'a.txt', how: 'create', after: first, hashAfter: hashOf(first) }),
  told('tool.started', { call: 'c5', tool: 'shell', effects: make, input: {} }),
];
const elsewhere = told('file.written', { path: 'b.txt', how: 'create', after: first }, till, 'my-agent:two');

let bus: TestBus;
let at: (event: number) => number;
beforeAll(async () => {
  bus = await startBus();
  await feed(
    bus,
    recordedHooks((name) => name.startsWith('01-')),
  );
  const published = await bus.client.publish([...events, elsewhere]);
  expect(published.filter(({ status }) => status !== 'stored')).toEqual([]);
  at = (event) => (published[event - 1] as { position: number }).position;
  await caughtUp(bus);
}, 120_000);
afterAll(() => bus?.[Symbol.asyncDispose]());

const base = `/v1/sessions/${encodeURIComponent(session)}/workspace`;
const get = async <T>(path: string) => (await bus.client.request('GET', path)) as T;
const filesAt = (query: string) => get<{ files: FileAt[] }>(`${base}?${query}`);
const refusal = async (path: string, client = bus.client) =>
  await client.request('GET', path).then(
    () => expect.unreachable(`${path} was answered`),
    (error: { status: number; code: string }) => error,
  );

describe('files of a session over HTTP', () => {
  test.each(['log', 'session'] as const)('are as they were at a moment of the %s', async (by) => {
    const states = [1, 3, 4, 6, 9, 12, 13].map(async (event) => {
      const { files } = await filesAt(`at=${at(event)}&by=${by}`);
      return files.map(({ hash, state, why }) => why?.reason ?? hash ?? state).join();
    });
    const [a, c] = [hashOf(first), hashOf(second)];
    expect(await Promise.all(states)).toEqual(['in-flight', a, 'in-flight', c, 'absent', a, 'shell']);
  });

  test('have versions with all that was ever known', async () => {
    const { paths } = await get<{ paths: { path: string; versions: { hash: string | null }[] }[] }>(`${base}/versions`);
    expect(paths.map(({ path }) => path)).toEqual(['a.txt']);
    const hashes = paths[0]!.versions.flatMap(({ hash }) => hash ?? []);
    expect(hashes).toEqual([hashOf(first), hashOf(second), hashOf(first)]);
  });

  test('are given as text, by path or by hash', async () => {
    const asked = async (query: string) => await bus.client.send('GET', `${base}/content?${query}`);
    const text = await asked(`path=a.txt&at=${at(6)}&by=session`);
    expect(await text.text()).toBe(second);
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text.headers.get('etag')).toBe(`"${hashOf(second)}"`);
    expect(await (await asked(`hash=${hashOf(first)}`)).text()).toBe(first);
  });

  test.each([
    ['nobody knows', () => `path=a.txt`, 409, 'unknown'],
    ['is not there', () => `path=a.txt&at=${at(9)}&by=session`, 404, 'not-found'],
    ['was never seen', () => 'path=never.txt', 404, 'not-found'],
    ['no file held', () => `hash=${hashOf('nothing of it')}`, 404, 'not-found'],
    ['is asked for twice', () => `path=a.txt&hash=${hashOf(first)}`, 400, 'bad-request'],
  ])('are refused where the content %s', async (_, query, status, code) => {
    expect(await refusal(`${base}/content?${query()}`)).toMatchObject({ status, code });
  });

  test('that are unknown say what was last seen', async () => {
    const { files } = await filesAt('');
    expect(files).toMatchObject([
      { path: 'a.txt', why: { reason: 'shell', call: 'c5' }, lastSeen: { hash: hashOf(first), position: at(12) } },
    ]);
  });

  test('differ between two moments by their lines', async () => {
    const query = `from=${at(3)}&to=${at(6)}&by=session`;
    const { files } = await get<{ files: object[] }>(`${base}/diff?${query}`);
    expect(files).toMatchObject([{ path: 'a.txt', change: 'changed', added: 1, removed: 1 }]);
    const unknown = await get<{ files: object[] }>(`${base}/diff?from=${at(3)}&to=${at(13)}&by=session`);
    expect(unknown.files).toMatchObject([{ change: 'unknown', patch: null }]);
  });

  test('of a session that is not there are not found', async () => {
    for (const route of ['', '/versions', '/content?path=a', '/diff?from=0']) {
      const path = `/v1/sessions/my-agent%3Anone/workspace${route}`;
      expect(await refusal(path)).toMatchObject({ status: 404, code: 'not-found' });
    }
  });

  test('are seen by tokens of their project alone', async () => {
    const { token } = (await bus.client.request('POST', '/v1/tokens', {
      body: { name: 'till', scopes: ['read'], project: till },
    })) as { token: string };
    const client = createClient({ url: bus.url, token });
    for (const route of ['', '/versions', '/content?path=a.txt', '/diff?from=0']) {
      expect(await refusal(`${base}${route}`, client)).toMatchObject({ status: 404 });
    }
    const { files } = (await client.request('GET', '/v1/files')) as { files: { path: string }[] };
    expect(files.map(({ path }) => path)).toEqual(['b.txt']);
    const history = (await client.request('GET', '/v1/files/history?path=a.txt')) as { accesses: object[] };
    expect(history.accesses).toEqual([]);
  });

  test('of all sessions are listed, and who touched them', async () => {
    const { files } = await get<{ files: object[] }>('/v1/files?q=a.txt');
    expect(files).toMatchObject([{ project: shop, path: 'a.txt', sessions: 1, writes: 4, reads: 0 }]);
    const { accesses } = await get<{ accesses: { how: string }[] }>(`/v1/files/history?path=a.txt&project=${shop}`);
    expect(accesses.map(({ how }) => how)).toEqual(['create', 'delete', 'edit', 'create']);
  });

  test('of two people, each in a folder of their own, are one file', async () => {
    const of = (person: string) => [
      told('session.started', { nativeSession: person, cwd: `/home/${person}/shop` }, shop, `my-agent:${person}`),
      told('file.written', { path: `/home/${person}/shop/src/pay.ts`, how: 'edit' }, shop, `my-agent:${person}`),
    ];
    await bus.client.publish([...of('ada'), ...of('bob')]);
    await caughtUp(bus);

    const { files } = await get<{ files: object[] }>('/v1/files?q=pay.ts');
    expect(files).toMatchObject([{ project: shop, path: 'src/pay.ts', sessions: 2, writes: 2 }]);
    for (const path of ['src/pay.ts', '/home/ada/shop/src/pay.ts']) {
      const { accesses } = await get<{ accesses: { path: string }[] }>(
        `/v1/files/history?path=${encodeURIComponent(path)}&project=${shop}`,
      );
      expect(accesses.map((access) => access.path)).toEqual(['/home/bob/shop/src/pay.ts', '/home/ada/shop/src/pay.ts']);
    }
  });
});

describe('files of a session on the command line', () => {
  test('are listed, printed and compared', async () => {
    const listed = await bus.hookline('files', session, '--at', String(at(6)));
    expect([listed.exitCode, listed.out]).toEqual([0, 'known    a.txt  2 lines\n']);
    expect((await bus.hookline('files', session, 'a.txt', '--at', String(at(6)))).out).toBe(second);
    const unknown = await bus.hookline('files', session, 'a.txt');
    expect(unknown.exitCode).not.toBe(0);
    expect(unknown.err).toContain('make');
    const diff = await bus.hookline('diff', session, String(at(3)), String(at(6)));
    expect(diff.out).toBe('changed a.txt\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n');
  });
});

test('a recorded session knows what it wrote and read', async () => {
  const { sessions } = await get<{ sessions: { session: string }[] }>('/v1/sessions?harness=claude-code');
  const id = encodeURIComponent(sessions[0]!.session);
  const { paths } = await get<{ paths: { path: string; versions: { hash: string | null }[] }[] }>(
    `/v1/sessions/${id}/workspace/versions`,
  );
  const hashes = [...new Set(paths.flatMap(({ versions }) => versions.flatMap(({ hash }) => hash ?? [])))];
  expect(hashes.length).toBeGreaterThan(2);
  for (const hash of hashes) {
    const text = await (await bus.client.send('GET', `/v1/sessions/${id}/workspace/content?hash=${hash}`)).text();
    expect(hashOf(text)).toBe(hash);
  }
});
