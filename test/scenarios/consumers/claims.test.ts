import { ClaimHeldError, createClient } from '@hookline/client';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBus, type TestBus } from '../support/bus.ts';
import { eventsOf } from './rule.ts';

const [mine, other] = ['github.com/acme/shop', 'github.com/acme/till'];

let bus: TestBus;
beforeAll(async () => {
  bus = await startBus();
});
afterAll(async () => bus[Symbol.asyncDispose]());

const claims = (...args: string[]) => bus.hookline('claims', ...args, '--json');
const took = (resource: string, ...more: string[]) =>
  claims('take', 'path', resource, '--project', mine, '--holder', 'ada', '--session', 'claude-code:1', ...more);

async function asToken(body: object) {
  const { token } = (await bus.client.request('POST', '/v1/tokens', { body })) as { token: string };
  return createClient({ url: bus.url, token });
}

test('a claim goes from taken to released through the command line', async () => {
  const taken = (await took('./src//cli.ts', '--expires', '10m', '--purpose', 'a move')).json();
  expect(taken).toMatchObject({
    ...{ project: mine, kind: 'path', resource: 'src/cli.ts', holder: 'ada', session: 'claude-code:1' },
    ...{ state: 'held', purpose: 'a move', firing: null },
  });
  expect((await took('src/cli.ts')).json()).toMatchObject({ id: taken.id, fence: taken.fence });

  const refused = await claims('take', 'glob', 'src/**', '--project', mine, '--holder', 'bob', '--session', 'codex:2');
  expect(refused.exitCode).toBe(1);
  expect(refused.err).toContain('path src/cli.ts is held by ada (claude-code:1) until ');
  expect((await claims('list', '--project', mine, '--path', 'src/cli.ts')).json()).toMatchObject([{ id: taken.id }]);

  expect((await claims('renew', taken.id, '--expires', '2h')).json()).toMatchObject({ id: taken.id, state: 'held' });
  expect((await claims('renew', taken.id, '--fence', '999999')).err).toContain(`has fence ${taken.fence}`);
  expect((await claims('release', taken.id)).json()).toMatchObject({ state: 'released' });
  expect((await claims('list', '--project', mine)).json()).toEqual([]);
  expect((await claims('list', '--project', mine, '--all')).json()).toMatchObject([{ id: taken.id }]);

  const released = await eventually(
    async () => (await eventsOf(bus, 'claim.released')).find(({ event }) => event.data.claim === taken.id),
    { what: 'the log to say that it was released' },
  );
  expect(released.event).toMatchObject({ project: mine, data: { reason: 'released', resource: 'src/cli.ts' } });
  expect(await eventsOf(bus, 'claim.taken')).toHaveLength(1);
  expect((await eventsOf(bus, 'claim.refused')).map(({ event }) => event.data.report)).toEqual(['take', 'renew']);
});

test('a claim expires by itself, and its holder is refused from then on', async () => {
  const taken = (await took('src/short.ts', '--expires', '1s')).json();

  const expired = await eventually(
    async () => (await eventsOf(bus, 'claim.released')).find(({ event }) => event.data.claim === taken.id),
    { what: 'the claim to expire' },
  );
  expect(expired.event.data).toMatchObject({ reason: 'expired' });
  expect((await claims('release', taken.id)).err).toContain('is not held any more: it expired');
  const next = await claims('take', 'path', 'src/short.ts', '--project', mine, '--holder', 'bob');
  expect(next.json().fence).toBeGreaterThan(taken.fence);
});

test('a person revokes what another holds; who may only work does not', async () => {
  const { id } = (await took('src/revoked.ts')).json();
  const worker = await asToken({ name: 'ci', scopes: ['work'] });
  await expect(worker.claims.revoke(id)).rejects.toMatchObject({ status: 403 });

  expect((await claims('revoke', id)).json()).toMatchObject({ id, state: 'revoked' });
  expect((await claims('revoke', 'nothing')).exitCode).toBe(3);
});

test('a program holds a claim for as long as it works, and who was refused is told by whom', async () => {
  const wanted = { kind: 'task', resource: 'release', project: mine, expiresInMs: 60_000 } as const;
  {
    await using held = await bus.client.claims.hold({ ...wanted, holder: 'ada', session: 'claude-code:1' });
    const refused = await bus.client.claims.take({ ...wanted, holder: 'bob' }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ClaimHeldError);
    expect(refused).toMatchObject({ held: { id: held.claim.id, holder: 'ada' } });
  }
  const after = await bus.client.claims.take({ ...wanted, holder: 'bob', id: 'once' });
  await bus.client.claims.release(after);
  // The same id is the same taking, also when it is over.
  expect(await bus.client.claims.take({ ...wanted, holder: 'bob', id: 'once' })).toMatchObject({ id: after.id });
});

test('a token of one project takes and sees what is of that project', async () => {
  const own = await asToken({ name: 'till', scopes: ['read', 'work'], project: other });
  const taken = await own.claims.take({ kind: 'path', resource: 'src/cli.ts', holder: 'eve' });
  expect(taken.project).toBe(other);
  const theirs = (await took('src/theirs.ts')).json();

  expect((await Array.fromAsync(own.claims.list())).map(({ id }) => id)).toEqual([taken.id]);
  expect((await Array.fromAsync(own.claims.list({ path: 'src/theirs.ts' }))).length).toBe(0);
  await expect(Array.fromAsync(own.claims.list({ project: mine }))).rejects.toMatchObject({ status: 403 });
  await expect(own.claims.take({ kind: 'task', resource: 'x', holder: 'eve', project: mine })).rejects.toMatchObject({
    status: 403,
  });
  for (const does of [own.claims.renew, own.claims.release])
    await expect(does(theirs)).rejects.toMatchObject({ status: 404 });
  await expect(own.claims.revoke(theirs.id)).rejects.toMatchObject({ status: 404 });
  // An id is of its project: nobody is told what another project took under it.
  const asked = { kind: 'task', resource: 'y', holder: 'eve', id: 'shared' } as const;
  const first = await bus.client.claims.take({ ...asked, project: mine });
  expect((await own.claims.take(asked)).id).not.toBe(first.id);
});

test('what is no resource, no project and no time is refused in words', async () => {
  const taking = (body: object) => bus.client.request('POST', '/v1/claims', { body }).catch((error: unknown) => error);
  const good = { kind: 'path', resource: 'a.ts', project: mine, holder: 'ada' };

  expect(await taking({ ...good, resource: '../a.ts' })).toMatchObject({
    status: 422,
    message: expect.stringContaining('path "../a.ts": expected a path that stays inside the repository'),
  });
  expect(await taking({ ...good, kind: 'glob', resource: 'a/**.ts' })).toMatchObject({ status: 422 });
  expect(await taking({ ...good, project: undefined })).toMatchObject({
    status: 422,
    message: expect.stringContaining('expected the id of a project'),
  });
  expect(await taking({ ...good, expiresInMs: 1 })).toMatchObject({ status: 422 });
  expect(await taking({ ...good, holder: 'a\nb' })).toMatchObject({ status: 422 });
  expect((await claims('take', 'path', 'a.ts', '--project', mine, '--expires', 'soon')).exitCode).toBe(2);
});
