import { type CloudEvent, type DataOf, eventId, type Kind, newEvent } from '@hookline/schemas';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBus, type TestBus } from '../support/bus.ts';
import { eventsOf, untilQuiet } from './rule.ts';

const project = 'github.com/acme/shop';

let bus: TestBus;
beforeAll(async () => {
  bus = await startBus({ env: { HOOKLINE_TELL_CONFLICTS: 'on' } });
});
afterAll(async () => bus[Symbol.asyncDispose]());

let count = 0;
function said<K extends Kind>(session: string, kind: K, data: DataOf<K>, more: object = {}): CloudEvent {
  count += 1;
  const harness = session.split(':')[0];
  return newEvent({
    ...{ kind, id: eventId('conflicts', count), source: `urn:hookline:box:${harness}`, harness, origin: 'hook' },
    ...{ time: new Date(Date.now() - 10_000 + count).toISOString(), actor: 'ada@acme.example', project, session, data },
    ...more,
  } as never);
}
const starts = (session: string, root: string) =>
  said(session, 'session.started', {
    nativeSession: session.split(':')[1]!,
    branch: `branch-of-${session.split(':')[1]}`,
    cwd: root,
    project: { name: 'shop', root },
  });
const asks = (session: string, text: string) =>
  said(session, 'prompt.submitted', { text, by: 'person' }, { trust: 'user' });
const writes = (session: string, path: string, more: object = {}) =>
  said(session, 'file.written', { path, how: 'edit', call: `call-of-${session}` }, more);
const publish = async (...events: CloudEvent[]) => {
  const results = await bus.client.publish(events);
  expect(results.map(({ status }) => status)).toEqual(events.map(() => 'stored'));
};
const conflictsOn = (path: string) => Array.fromAsync(bus.client.claims.conflicts({ project, path }));
const conflictOn = (path: string) =>
  eventually(async () => (await conflictsOn(path))[0], { what: `the conflict on ${path}` });

test('agents of different harnesses in different worktrees are found on one file, and both are told', async () => {
  const [a, b] = ['claude-code:a1', 'codex:b1'];
  await publish(starts(a, '/work/shop'), asks(a, 'move the tax to basis points'), writes(a, 'src/tax.ts'));
  await publish(starts(b, '/work/shop-b'), asks(b, 'round the tax'), writes(b, 'src/tax.ts'), writes(a, 'src/tax.ts'));

  const conflict = await conflictOn('src/tax.ts');
  expect(conflict).toMatchObject({
    ...{ project, why: 'both-wrote', open: true, sameFolder: false },
    sides: [
      { session: a, folder: '/work/shop', branch: 'branch-of-a1', intent: 'move the tax to basis points' },
      { session: b, folder: '/work/shop-b', branch: 'branch-of-b1', intent: 'round the tax', intentTrust: 'user' },
    ],
  });
  const event = await eventually(
    async () => (await eventsOf(bus, 'conflict.detected')).find(({ event: { id } }) => id === conflict.id),
    { what: 'the log to say so' },
  );
  expect(event.event.data).toMatchObject({ conflict: conflict.id, path: 'src/tax.ts' });

  const told = await eventually(
    async () => {
      const [now] = await conflictsOn('src/tax.ts');
      return (now!.told as { session: string; message: string }[]).length === 2 && now!.told;
    },
    { what: 'both to be told' },
  );
  expect((told as { session: string }[]).map(({ session }) => session).sort()).toEqual([a, b]);
  const messages = await bus.client.request('GET', '/v1/steering', { query: { session: b } });
  expect(JSON.stringify(messages)).toContain('move the tax to basis points');

  await publish(said(b, 'session.ended', { reason: 'logout' }));
  await eventually(async () => (await conflictsOn('src/tax.ts'))[0]!.closedWhy === `${b} ended`, {
    what: 'the conflict to be over',
  });
  const listed = await bus.hookline('conflicts', '--project', project, '--path', 'src/tax.ts', '--all');
  expect(listed.out).toContain('src/tax.ts');
  expect(listed.out).toContain('"round the tax"');
  expect(listed.out).toContain('in different working copies');
});

test('writing what another session holds is a conflict before that one writes anything', async () => {
  const [a, b] = ['claude-code:a2', 'opencode:b2'];
  const wanted = { kind: 'glob', resource: 'lib/**', project, holder: 'ada', session: a } as const;
  await using held = await bus.client.claims.hold(wanted);

  await publish(starts(b, '/work/shop'), writes(b, 'lib/x.ts', { time: new Date().toISOString() }));

  expect(await conflictOn('lib/x.ts')).toMatchObject({
    ...{ why: 'claimed', open: true },
    sides: [{ session: b }, { session: a, holder: 'ada', claim: held.claim.id }],
  });
  await held[Symbol.asyncDispose]();
  expect(await conflictOn('lib/x.ts')).toMatchObject({ open: false, closedWhy: 'the claim of ada was released' });
});

test('imports, subagents, what came of a session, and old times make none', async () => {
  const path = 'src/quiet.ts';
  const imported = { origin: 'import' };
  const old = { time: new Date(Date.now() - 3 * 3_600_000).toISOString() };
  await publish(
    ...[writes('claude-code:i1', path, imported), writes('claude-code:i2', path, imported)],
    ...[writes('claude-code:o1', path, old), writes('claude-code:o2', path, old)],
    ...[writes('claude-code:s1', path), writes('claude-code:s1', path, { agent: 'helper' })],
    said('claude-code:s2', 'session.forked', { nativeSession: 's2', parentSession: 'claude-code:s1' }),
    writes('claude-code:s2', path),
  );
  // The same bus finds the one that comes after all of these.
  await publish(writes('codex:x1', 'src/loud.ts'), writes('codex:x2', 'src/loud.ts'));
  await conflictOn('src/loud.ts');
  await untilQuiet(bus);

  expect(await conflictsOn(path)).toEqual([]);
});

test('a token of one project sees conflicts of that project', async () => {
  const body = { name: 'till', scopes: ['read'], project: 'github.com/acme/till' };
  const { token } = (await bus.client.request('POST', '/v1/tokens', { body })) as { token: string };
  const ask = async (path: string) => {
    const answer = await fetch(bus.url + path, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: (await answer.json()) as { conflicts?: unknown[] } };
  };
  const [any] = await Array.fromAsync(bus.client.claims.conflicts({ project }));

  expect(await ask('/v1/conflicts')).toMatchObject({ status: 200, body: { conflicts: [] } });
  expect((await ask(`/v1/conflicts?project=${project}`)).status).toBe(403);
  expect((await ask(`/v1/conflicts/${any!.id}`)).status).toBe(404);
  expect(await bus.client.request('GET', `/v1/conflicts/${any!.id}`)).toMatchObject({ id: any!.id });
});
