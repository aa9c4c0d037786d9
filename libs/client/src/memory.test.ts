import { HttpHost } from '@hookline/service';
import { expect, test } from 'vitest';
import { createClient } from './client.ts';

const memory = {
  id: 'mem_a',
  kind: 'command',
  scope: 'project:p',
  about: 'npm test',
  title: 'npm test',
  statement: 'Tests: `npm test`',
  status: 'active',
  reason: 'support',
  trust: 'tool',
  support: { events: 3, sessions: 3, actors: 1 },
  confidence: 0.8,
  firstSeen: '2026-11-01T10:00:00.000Z',
  lastSeen: '2026-11-20T10:00:00.000Z',
  validFrom: '2026-11-01T10:00:00.000Z',
  details: null,
  positions: { from: 1, to: 9, evidence: [1, 9] },
  anchors: [],
  more: 'than this client knows',
};

async function serve(answer: (request: Request) => Response | Promise<Response>) {
  const host = await HttpHost.listen('127.0.0.1', 0);
  const asked: string[] = [];
  host.mount('', async (request) => {
    const url = new URL(request.url);
    const body = request.method === 'POST' ? ` ${await request.clone().text()}` : '';
    asked.push(`${request.method} ${url.pathname}${url.search}${body}`);
    return await answer(request);
  });
  return {
    client: createClient({ url: host.url, token: 'hkl_test' }),
    asked,
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

test('lists come a page at a time, whole, with what a newer bus says besides', async () => {
  await using server = await serve(({ url }) =>
    Response.json(
      url.includes('cursor=2')
        ? { memories: [{ ...memory, id: 'mem_b' }], next: null }
        : { memories: [memory], next: '2' },
    ),
  );
  const all = await Array.fromAsync(server.client.memories({ project: 'p', status: 'active' }));
  expect(all.map(({ id }) => id)).toEqual(['mem_a', 'mem_b']);
  expect(all[0]).toMatchObject({ more: 'than this client knows' });
  expect(server.asked).toEqual([
    'GET /v1/memory?project=p&status=active',
    'GET /v1/memory?project=p&status=active&cursor=2',
  ]);
});

test('what is asked and told goes where it belongs', async () => {
  await using server = await serve(({ method }) => Response.json(method === 'GET' ? memory : { position: 7 }));
  const { client } = server;
  await client.memory('mem_a/../x', { at: 5 });
  await client.remember({ statement: 'cents', as: 'fact', scope: 'project', project: 'p' });
  await client.judge('mem_a', { verdict: 'harmful' });
  await client.decide('mem_a', { action: 'pin' });
  expect(server.asked).toEqual([
    'GET /v1/memory/mem_a%2F..%2Fx?at=5',
    'POST /v1/memory/remember {"statement":"cents","as":"fact","scope":"project","project":"p"}',
    'POST /v1/memory/mem_a/verdicts {"verdict":"harmful"}',
    'POST /v1/memory/mem_a/decisions {"action":"pin"}',
  ]);
});

test('an answer of another shape is an error that says which part', async () => {
  await using server = await serve(() => Response.json({ hits: [{ memory: 1 }], dropped: [], tokens: 0 }));
  await expect(server.client.recall({ query: 'x' })).rejects.toThrow(/POST \/v1\/recall[\s\S]*hits/);
});

test('a call is given up with its signal', async () => {
  await using server = await serve(() => new Promise<Response>(() => {}));
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(server.client.recall({ query: 'x' }, { signal })).rejects.toThrow('enough');
});
