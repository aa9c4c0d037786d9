import { archive, ensurePartitions } from '@hookline/db';
import { eventId, newEvent } from '@hookline/schemas';
import { describe, expect, test } from 'vitest';
import { archivedOwners, SessionOwners } from './session-owners.ts';
import { grants, openGateway } from './test-gateway.ts';

const shop = 'github.com/acme/shop';
const tools = 'github.com/acme/tools';
const said = (n: number, project: string, session = 'codex:1') =>
  newEvent({
    kind: 'prompt.submitted',
    id: eventId('owner', n),
    source: 'urn:hookline:test:codex',
    time: `2026-11-20T10:00:0${n}.000Z`,
    project,
    session,
    origin: 'api',
    data: { text: 'hello', by: 'person' },
  });

const called = (n: number, input: object) =>
  newEvent({
    kind: 'tool.started',
    id: eventId('called', n),
    source: 'urn:hookline:test:codex',
    time: '2026-11-20T10:00:00.000Z',
    project: tools,
    session: 'codex:3',
    origin: 'api',
    data: { call: 'c', tool: 'Bash', effects: [], input },
  });

const tokens = {
  shop: { ...grants.shop!, scopes: ['ingest' as const] },
  tool: grants.tool!,
  all: { ...grants.ci!, scopes: ['ingest' as const] },
};
const verifier = { verify: async (token: string) => tokens[token as keyof typeof tokens] };

type Gateway = Awaited<ReturnType<typeof openGateway>>;
async function publish(gateway: Gateway, token: keyof typeof tokens, ...events: object[]) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await gateway.post('/v1/events', JSON.stringify(events), headers);
  const { results } = (await response.json()) as { results: { status: string; error?: { message: string } }[] };
  return { status: response.status, results };
}

describe('a token of one project', () => {
  test('may not publish into a session of another one, and its other events go through', async () => {
    await using gateway = await openGateway({ verifier });
    await publish(gateway, 'shop', said(1, shop));

    const { status, results } = await publish(gateway, 'tool', said(2, tools), said(3, tools, 'codex:2'));

    expect([status, results]).toMatchObject([200, [{ status: 'refused' }, { status: 'stored' }]]);
    expect(results[0]!.error!.message).toContain('codex:1');
  });

  test('may not refer to a text that the bus holds, in whatever form', async () => {
    await using gateway = await openGateway({ verifier });
    const body = `sha256:${'a'.repeat(64)}`;
    const forged = [
      { body, bytes: 9, head: 'a', tail: 'b' },
      { tail: 'b', head: 'a', bytes: 9, body },
      { deep: [{ media: 'application/json', body, bytes: 9, head: '', tail: '' }] },
      { body, bytes: 9 },
    ].map((input, n) => called(n, input));

    const { results } = await publish(gateway, 'tool', ...forged, called(9, { body, hash: body }));

    expect(results.map(({ status }) => status)).toEqual(['invalid', 'invalid', 'invalid', 'invalid', 'stored']);
    expect((await publish(gateway, 'all', ...forged)).results.map(({ status }) => status)).not.toContain('invalid');
  });

  test('is kept out also when another gateway took the session in', async () => {
    await using gateway = await openGateway({ verifier });
    await publish(gateway, 'shop', said(1, shop));
    const now = new Date();
    const events = (await gateway.stored()).map((event) => ({ position: 1, event }));
    await ensurePartitions(gateway.db, events, now);
    await gateway.db.transaction((trx) => archive(trx, events, now));
    const owners = new SessionOwners(archivedOwners(gateway.db));

    expect(await owners.foreign(tokens.tool, ['codex:1', 'codex:2', '-'])).toEqual(new Map([['codex:1', shop]]));
    expect(await owners.foreign(tokens.shop, ['codex:1'])).toEqual(new Map());
    expect(await owners.foreign({ ...tokens.tool, tenant: 'other' }, ['codex:1'])).toEqual(new Map());
  });
});

test('a token of every project may publish into any session', async () => {
  await using gateway = await openGateway({ verifier });
  await publish(gateway, 'shop', said(1, shop));

  expect((await publish(gateway, 'all', said(2, tools))).results).toMatchObject([{ status: 'stored' }]);
});
