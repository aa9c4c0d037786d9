import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpHost } from '@hookline/service';
import { tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { BusLink } from '../send/bus-link.ts';
import { PolicyPack } from './policy-pack.ts';

const text = `policy: p
mode: enforce
onFailure: closed
clauses: [{ where: 'data.tool == "Bash"', decide: deny, reason: no }]
tests: [{ given: { data: { tool: Bash } }, expect: { decide: deny } }]
`;
const packed = { policy: 'p', version: 'v1', mode: 'enforce', onFailure: 'closed', projects: null, text };

async function bed() {
  const stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const host = stack.use(await HttpHost.listen('127.0.0.1', 0));
  const answers: { status: number; known: string | null }[] = [];
  const bus = { policies: [packed] as object[], tag: '1', isAway: false };
  host.mount('/v1/policies/pack', (request) => {
    const known = request.headers.get('if-none-match');
    const status = bus.isAway ? 503 : known === `"${bus.tag}"` ? 304 : 200;
    answers.push({ status, known });
    if (status !== 200) return new Response(null, { status });
    return Response.json({ policies: bus.policies }, { headers: { etag: `"${bus.tag}"` } });
  });
  const link = new BusLink({ url: host.url, token: 'any', tokenFile: '' });
  const file = join(dir.path, 'policies.json');
  return {
    bus,
    answers,
    file,
    pack: (mode: 'off' | 'shadow' | 'enforce' = 'enforce') => new PolicyPack(file, link, mode),
    never: new AbortController().signal,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test('holds what the bus said last, also in an edge that starts anew while the bus is away', async () => {
  await using here = await bed();
  const pack = here.pack();
  await pack.refresh(here.never);
  await pack.refresh(here.never);
  expect(here.answers).toEqual([
    { status: 200, known: null },
    { status: 304, known: '"1"' },
  ]);

  here.bus.isAway = true;
  await expect(pack.refresh(here.never)).rejects.toThrow();
  const anew = here.pack();
  expect(anew.policies.map(({ name, version, file }) => [name, version, file.mode])).toEqual([['p', 'v1', 'enforce']]);
  expect(anew.times!.askedAtMs).toBe(pack.times!.askedAtMs);

  Object.assign(here.bus, { isAway: false, policies: [], tag: '2' });
  await anew.refresh(here.never);
  expect(anew.policies).toEqual([]);
});

test('in shadow every policy is, and with the guard off none is known', async () => {
  await using here = await bed();
  const shadow = here.pack('shadow');
  await shadow.refresh(here.never);
  expect(shadow.policies.map(({ file }) => file.mode)).toEqual(['shadow']);
  const off = here.pack('off');
  await off.refresh(here.never);
  expect([off.policies, here.answers.length]).toEqual([[], 1]);
});

test('a policy that this build cannot read fails as it says, and a file that is none is no pack', async () => {
  await using here = await bed();
  here.bus.policies = [{ ...packed, text: `${text}\nnews: 1` }];
  const pack = here.pack();
  await pack.refresh(here.never);
  expect(pack.unreadable).toEqual(['p']);
  expect(pack.policies[0]!.file).toMatchObject({ mode: 'enforce', onFailure: 'closed' });
  expect(() => pack.policies[0]!.conditions[0]!.evaluate({} as never)).toThrow();
  writeFileSync(here.file, '{"half":');
  expect(here.pack().policies).toEqual([]);
});
