import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@hookline/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { caughtUp, startBus, type TestBus } from './support/bus.ts';
import { everythingEnv, fillWithEverything, generatedSession, hashesOf } from './support/everything.ts';

// Several installations are started and rebuilt in one test.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let bus: TestBus;
beforeEach(async () => {
  bus = await startBus({ env: everythingEnv });
  await fillWithEverything(bus);
});
afterEach(async () => bus?.[Symbol.asyncDispose]());

const policy = async (...lines: string[]) =>
  await writeFile(join(bus.home, 'retention.yaml'), ['version: 1', 'grace: 0s', 'rules:', ...lines, ''].join('\n'));
const run = async () => (await bus.hookline('retention', 'run', '--json')).json();
const plan = async () => (await bus.hookline('retention', 'plan', '--json')).json();

async function expectAsRebuilt(): Promise<void> {
  const live = await hashesOf(bus);
  for (const name of Object.keys(live)) {
    const rebuilt = await bus.hookline('projections', 'rebuild', name, '--json');
    expect(rebuilt.exitCode, rebuilt.err).toBe(0);
  }
  const rows = (await bus.hookline('projections', 'list', '--json')).json() as {
    name: string;
    state: string;
    stateHash: string;
  }[];
  const ready = rows.filter(({ state }) => state === 'ready');
  expect(ready.map(({ name }) => name).sort()).toEqual(Object.keys(live).sort());
  for (const { name, stateHash } of ready) expect([name, stateHash]).toEqual([name, live[name]]);
}

test('nothing is deleted without a policy, nor by one that makes no sense', async () => {
  const before = await hashesOf(bus);
  expect((await bus.hookline('retention', 'run')).err).toContain('there is no');
  await policy('  - {name: typo, events: 30 days, kinds: [tool.finnished]}', '  - {name: neither}');
  const refused = await bus.hookline('retention', 'plan');
  expect(refused.exitCode).not.toBe(0);
  for (const said of ['rules.0.events', 'tool.finnished', 'rules.1']) expect(refused.err).toContain(said);
  expect(await hashesOf(bus)).toEqual(before);
});

test('events of a kind expire from the log, the archive and every read model; what is left is what a rebuild makes', async () => {
  await policy(
    '  - {name: chatter, events: 1d, kinds: [notification.shown, tool.started], projects: [github.com/acme/shop]}',
  );
  const before = await hashesOf(bus);
  const planned = await plan();
  expect(planned.totals.events).toBe(38);
  expect(await hashesOf(bus)).toEqual(before);

  const done = await run();
  expect(done).toMatchObject({ endedAt: expect.any(String) });
  expect(done.events.map(({ kind, events }: { kind: string; events: number }) => [kind, events])).toEqual([
    ['tool.started', 36],
    ['notification.shown', 2],
  ]);
  const verified = (await bus.hookline('verify', '--json')).json();
  expect(verified).toMatchObject({ ok: true, expired: 38 });
  expect((await plan()).totals).toMatchObject({ events: 0, bodies: 0 });
  await expectAsRebuilt();

  const { from } = done.events[0];
  const answer = await bus.client.send('GET', `/v1/events/${from}`, { accept: [410] });
  expect(answer.status).toBe(410);
  expect(await answer.json()).toMatchObject({
    error: { code: 'expired', message: expect.stringContaining('chatter') },
  });
});

test('a long text expires once nothing that is kept refers to it; its events stay, and readers are told', async () => {
  await policy(
    '  - {name: of one, bodies: never, kinds: [tool.started]}',
    '  - {name: outputs, bodies: 1d, kinds: [tool.finished], projects: [github.com/acme/shop]}',
  );
  const before = await hashesOf(bus);
  const planned = await plan();
  expect(planned.bodies).toEqual([{ rule: 'outputs', bodies: 3, bytes: expect.any(Number) }]);
  expect(await run()).toMatchObject({ bodies: [{ rule: 'outputs', bodies: 3 }], events: [] });
  expect(await hashesOf(bus)).toEqual(before);
  const refs = await refsOf('generated:one');
  expect(refs).toHaveLength(3);
  for (const ref of refs) {
    const answer = await bus.client.send('GET', `/v1/bodies/${ref}`, { accept: [410] });
    expect(answer.status).toBe(410);
    expect(await answer.json()).toMatchObject({
      error: { code: 'expired', message: expect.stringContaining('outputs') },
    });
  }

  await using folder = await tempDir();
  const file = join(folder.path, 'left.jsonl');
  await bus.hookline('export', '--all', '-o', file);
  await using other = await startBus();
  expect((await other.hookline('import', file, '--json')).json()).toMatchObject({ refused: 0 });
  await caughtUp(other);
  expect(await hashesOf(other)).toEqual(before);
});

test('what expired stays gone when it is published again', async () => {
  await policy('  - {name: all of it, events: 1d, projects: [github.com/acme/shop]}');
  await run();
  const before = await hashesOf(bus);
  await bus.client.publish(generatedSession('generated:one'));
  await caughtUp(bus);
  expect(await hashesOf(bus)).toEqual(before);
  expect((await bus.hookline('verify', '--json')).json()).toMatchObject({ ok: true });
  const again = await run();
  expect(again.bodies).toEqual([]);
  for (const ref of new Set((await expiredRefs()).flat())) {
    expect((await bus.client.send('GET', `/v1/bodies/${ref}`, { accept: [410] })).status).toBe(410);
  }
});

test('with require-archive nothing goes that the archive does not have', async () => {
  await using folder = await tempDir();
  const where = join(folder.path, 'archive');
  await writeFile(
    join(bus.home, 'retention.yaml'),
    `version: 1\ngrace: 0s\nrequire-archive: ${where}\nrules:\n  - {name: all, events: 1d, projects: [github.com/acme/shop]}\n`,
  );
  const due = (await plan()).waiting;
  expect(due).toBeGreaterThan(70);
  expect(await run()).toMatchObject({ events: [], bodies: [] });
  await bus.hookline('archive', '--to', where);
  expect(await plan()).toMatchObject({ waiting: 0, totals: { events: due } });
  const kept = await hashesOf(bus);
  const done = await run();
  expect(done.events.reduce((sum: number, row: { events: number }) => sum + row.events, 0)).toBe(due);
  await expectAsRebuilt();

  await using other = await startBus();
  await other.hookline('import', where, '--json');
  await caughtUp(other);
  expect(await hashesOf(other)).toEqual(kept);
});

async function refsOf(session: string): Promise<string[]> {
  const refs: string[] = [];
  for await (const { event } of bus.client.replay(session)) {
    const { output } = event.data as { output?: { body?: string } };
    if (output?.body !== undefined) refs.push(output.body);
  }
  return refs;
}

/** The references that the generated sessions had, as a bus that kept them says. */
async function expiredRefs(): Promise<string[][]> {
  await using other = await startBus();
  await other.client.publish(generatedSession('generated:one'));
  await caughtUp(other);
  const refs: string[] = [];
  for await (const { event } of other.client.replay('generated:one')) {
    const { output } = event.data as { output?: { body?: string } };
    if (output?.body !== undefined) refs.push(output.body);
  }
  expect(refs).toHaveLength(3);
  return [refs];
}
