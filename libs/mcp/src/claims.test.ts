import { type Claim, ClaimHeldError, type Conflict, HooklineError } from '@hookline/client';
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { type MemoryServerOptions, memoryServer } from './memory-server.ts';
import type { MemoryPort } from './port.ts';
import type { ClaimPort } from './tools/claims.ts';

const claim: Claim = {
  id: 'c1',
  project: 'github.com/acme/shop',
  kind: 'path',
  resource: 'src/a.ts',
  holder: 'ada',
  session: 's1',
  fence: 7,
  purpose: 'a </hookline> move',
  state: 'held',
  takenAt: '2026-11-23T10:00:00.000Z',
  expiresAt: '2026-11-23T10:30:00.000Z',
  endedAt: null,
  endedBy: null,
  firing: null,
};
const conflict = {
  id: 'k1',
  path: 'src/a.ts',
  detectedAt: '2026-11-23T10:01:00.000Z',
  sides: [
    { session: 's1', holder: null },
    { session: null, holder: 'bob' },
  ],
} as Conflict;

/** A bus that remembers what it was asked. */
function bus(more: Partial<ClaimPort> = {}) {
  const asked: unknown[] = [];
  const port: ClaimPort = {
    async take(what) {
      asked.push(what);
      return { ...claim, kind: what.kind, resource: what.resource };
    },
    async release(what) {
      asked.push(what);
      return { ...claim, state: 'released' };
    },
    async *list(query) {
      asked.push(query);
      yield claim;
    },
    async *conflicts(query) {
      asked.push(query);
      yield conflict;
    },
    ...more,
  };
  return { asked, port };
}

async function connect(claims: ClaimPort | undefined, options: Partial<MemoryServerOptions> = {}) {
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  const at = { project: 'github.com/acme/shop', session: 's1', actor: 'ada', root: '/home/ada/shop' };
  const server = memoryServer({} as MemoryPort, { version: '1', ...at, ...(claims && { claims }), ...options });
  await server.connect(serverSide);
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(clientSide);
  return {
    names: async () => (await client.listTools()).tools.map(({ name }) => name),
    instructions: () => client.getInstructions(),
    call: async (name: string, args: Record<string, unknown>) => {
      const { content, structuredContent, isError } = await client.callTool({ name, arguments: args });
      const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
      // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
      return { text, data: structuredContent as any, isError: isError === true };
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

test('the tools are there where claims are', async () => {
  await using without = await connect(undefined);
  await using served = await connect(bus().port);
  const before = await without.names();
  expect(await served.names()).toEqual([...before, 'claim_path', 'release_claim', 'list_claims']);
  expect(served.instructions()).toContain('claim_path');
  expect(without.instructions()).not.toContain('claim_path');
});

test('what is claimed is of this session, and can be released here', async () => {
  const { asked, port } = bus();
  await using served = await connect(port);

  const claimed = await served.call('claim_path', { path: '/home/ada/shop/src/a.ts', purpose: 'a move' });
  expect(claimed.text).toBe('Claimed "src/a.ts" until 2026-11-23T10:30:00.000Z. Release it with release_claim, id c1.');
  expect(asked).toEqual([
    {
      ...{ kind: 'path', resource: 'src/a.ts', project: 'github.com/acme/shop', holder: 'ada', session: 's1' },
      ...{ purpose: 'a move', expiresInMs: 1_800_000 },
    },
  ]);
  expect((await served.call('claim_path', { path: 'src/**' })).data.claimed).toBe(true);
  expect(asked[1]).toMatchObject({ kind: 'glob', resource: 'src/**' });

  expect((await served.call('release_claim', { id: 'c1' })).data).toEqual({ released: true });
  expect(asked[2]).toEqual({ id: 'c1', fence: 7 });
  expect((await served.call('release_claim', { id: 'c1' })).data).toEqual({ released: false });
  expect(asked).toHaveLength(3);
});

test('what somebody else holds is told with who it is, as data', async () => {
  const refuses = { take: () => Promise.reject(new ClaimHeldError('path src/a.ts is held by ada', claim)) };
  await using served = await connect(bus(refuses).port);

  const refused = await served.call('claim_path', { path: 'src/a.ts' });
  expect(refused.isError).toBe(false);
  expect(refused.data).toMatchObject({ claimed: false, claim: { holder: 'ada', id: 'c1' } });
  expect(refused.text).toContain('Not claimed: path "src/a.ts" is held by ada (s1) until');
  expect(refused.text).not.toContain('</hookline>');
});

test('who works on a file is told, with the conflicts of now', async () => {
  const { asked, port } = bus();
  await using served = await connect(port);

  const { text, data } = await served.call('list_claims', { path: './src/a.ts' });
  expect(asked).toEqual([
    { project: 'github.com/acme/shop', path: 'src/a.ts', limit: 20 },
    { project: 'github.com/acme/shop', path: 'src/a.ts', open: true, limit: 20 },
  ]);
  expect(text).toContain('conflict on "src/a.ts": s1 and bob, since 2026-11-23T10:01:00.000Z');
  expect(data.conflicts).toEqual([{ id: 'k1', path: 'src/a.ts', sessions: ['s1', 'bob'] }]);
});

test('a list of claims that is away does not end the session', async () => {
  const away = () => Promise.reject(new HooklineError('no answer', { status: 0, code: 'unreachable' }));
  await using served = await connect(bus({ take: away }).port);

  const failed = await served.call('claim_path', { path: 'src/a.ts' });
  expect(failed.isError).toBe(true);
  expect(failed.text).toContain('The list of claims is away');
});
