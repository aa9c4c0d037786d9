import { HttpHost } from '@hookline/service';
import { eventually } from '@hookline/testing';
import { expect, test } from 'vitest';
import { ClaimHeldError } from './claims.ts';
import { createClient } from './client.ts';
import { ClaimLostError } from './held-claim.ts';

const claim = {
  id: 'c1',
  project: 'github.com/acme/shop',
  kind: 'glob',
  resource: 'src/**',
  holder: 'ada',
  session: 's1',
  fence: 7,
  purpose: null,
  state: 'held',
  takenAt: '2026-11-23T10:00:00.000Z',
  expiresAt: '2026-11-23T11:00:00.000Z',
  endedAt: null,
  endedBy: null,
  firing: null,
};
const wanted = { kind: 'glob', resource: 'src/**', holder: 'ada', session: 's1' } as const;

/** A bus that answers renewals as it is told to. */
async function serve(renewal: () => Response = () => Response.json(claim)) {
  const host = await HttpHost.listen('127.0.0.1', 0);
  const asked: string[] = [];
  host.mount('', async (request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname}`);
    if (pathname.endsWith('/renew')) return renewal();
    if (pathname.endsWith('/release')) return Response.json({ ...claim, state: 'released' });
    return Response.json(claim, { status: 201 });
  });
  return {
    claims: createClient({ url: host.url, token: 'hkl_test' }).claims,
    count: (line: string) => asked.filter((one) => one === line).length,
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

const error = (code: string, status: number) =>
  Response.json({ error: { code, message: 'claim c1 is not held any more: it expired' } }, { status });

test('what is held is renewed while it is in use, and released then', async () => {
  await using server = await serve();
  {
    await using held = await server.claims.hold({ ...wanted, expiresInMs: 3_000 });
    expect(held.fence).toBe(7);
    await eventually(() => server.count('POST /v1/claims/c1/renew') >= 2, { what: 'two renewals' });
    expect(held.signal.aborted).toBe(false);
  }
  expect(server.count('POST /v1/claims/c1/release')).toBe(1);
});

test('who lost it is told, and lets go of nothing', async () => {
  await using server = await serve(() => error('conflict', 409));
  {
    await using held = await server.claims.hold({ ...wanted, expiresInMs: 60 });
    await eventually(() => held.signal.aborted, { what: 'the loss' });
    expect(held.signal.reason).toBeInstanceOf(ClaimLostError);
    expect(String(held.signal.reason)).toContain('the claim on glob src/** is lost: ');
  }
  expect(server.count('POST /v1/claims/c1/release')).toBe(0);
});

test('a bus that is away is asked again, and the claim is lost when its time is over', async () => {
  await using server = await serve(() => error('unavailable', 503));
  await using held = await server.claims.hold({ ...wanted, expiresInMs: 1_500 });
  await eventually(() => held.signal.aborted, { what: 'the loss' });
  expect(server.count('POST /v1/claims/c1/renew')).toBeGreaterThan(1);
  expect(String(held.signal.reason)).toContain('could not be renewed in time');
});

test('what somebody else holds is refused with who it is', async () => {
  const host = await HttpHost.listen('127.0.0.1', 0);
  await using _host = host;
  host.mount('', async () =>
    Response.json({ error: { code: 'held', message: 'glob src/** is held by ada' }, held: claim }, { status: 409 }),
  );
  const { claims } = createClient({ url: host.url, token: 'hkl_test' });

  const refused = await claims.take(wanted).catch((reason: unknown) => reason);
  expect(refused).toBeInstanceOf(ClaimHeldError);
  expect(refused).toMatchObject({ code: 'held', status: 409, held: { id: 'c1', holder: 'ada' } });
});
