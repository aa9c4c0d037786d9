import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { environmentOf, hookline, startBus, type TestBus } from '../support/bus.ts';
import { eventsOf, untilQuiet } from './rule.ts';

const ruleText = (name: string) => `rule: ${name}
on: work.offered
where: data.queue == "${name}-in"
key: '"all"'
then:
  - work: { queue: ${name}-out }
tests:
  - given: [{ kind: work.offered, data: { queue: ${name}-in } }]
    expect: { firings: 1 }
`;

// biome-ignore lint/suspicious/noExplicitAny: each line knows what it asked for
const json = async (bus: TestBus, ...args: string[]): Promise<any> => (await bus.hookline(...args, '--json')).json();

async function publish(bus: TestBus, ...rules: string[]) {
  await mkdir(join(bus.home, 'rules'), { recursive: true });
  for (const name of rules) {
    await writeFile(join(bus.home, name), ruleText(name));
    await rename(join(bus.home, name), join(bus.home, 'rules', `${name}.yaml`));
  }
  await eventually(async () => (await json(bus, 'rules', 'list')).rules.length === rules.length, {
    timeoutMs: 30_000,
    what: 'the rules',
  });
}

/** Offers what a rule looks at, and waits until it was looked at. */
async function offer(bus: TestBus, rule: string) {
  await bus.hookline('work', 'offer', `${rule}-in`, '--payload', '{}');
  await untilQuiet(bus);
}

const firedRules = async (bus: TestBus) =>
  (await json(bus, 'rules', 'firings')).map(({ rule }: { rule: string }) => rule).reverse();
const heldBy = async (bus: TestBus) =>
  (await json(bus, 'rules', 'held')).map(({ rule, by }: { rule: string; by: string }) => `${rule} ${by}`).reverse();

async function rulesFacts(bus: TestBus) {
  const { services } = (await bus.client.request('GET', '/v1/status')) as {
    services: { name: string; detail?: string; facts: object }[];
  };
  return services.find(({ name }) => name === 'rules');
}

test('one switch stops every rule at once, through a restart, and what was held is never made up for', async () => {
  await using home = await tempDir();
  const bus = await startBus({ home: home.path });
  await publish(bus, 'one', 'two');
  await offer(bus, 'one');

  expect((await bus.hookline('rules', 'stop', '--reason', 'they run wild')).out).toContain('no rule acts any more');
  expect((await bus.hookline('rules', 'stop', '--reason', 'again')).out).toContain('stopped already');
  await offer(bus, 'one');
  await offer(bus, 'two');
  expect(await firedRules(bus)).toEqual(['one']);
  expect(await heldBy(bus)).toEqual(['one stopped', 'two stopped']);
  const why = await json(bus, 'rules', 'why', String((await json(bus, 'rules', 'held'))[0].position), '--rule', 'two');
  expect(why.rules).toMatchObject([
    { verdict: 'held', limits: expect.arrayContaining([{ name: 'stopped', ok: false, text: expect.any(String) }]) },
  ]);
  await eventually(async () => /they run wild/.test((await rulesFacts(bus))?.detail ?? ''), {
    what: 'the status page',
  });
  expect(await rulesFacts(bus)).toMatchObject({ facts: { inForce: 2, stopped: true } });
  await bus.stop();

  await using again = await startBus({ home: home.path });
  await untilQuiet(again);
  expect((await json(again, 'rules', 'list')).stopped).toMatchObject({
    reason: 'they run wild',
    by: expect.any(String),
  });
  await offer(again, 'one');
  expect(await firedRules(again)).toEqual(['one']);

  expect((await again.hookline('rules', 'resume', '--all', '--reason', 'mended')).out).toContain('goes on');
  await offer(again, 'two');
  expect(await firedRules(again)).toEqual(['one', 'two']);
  expect((await json(again, 'rules', 'list')).stopped).toBeNull();
  const [stopped] = await eventsOf(again, 'orchestration.stopped');
  const [resumed] = await eventsOf(again, 'orchestration.resumed');
  expect(stopped?.event.data).toMatchObject({ reason: 'they run wild' });
  expect(resumed?.event.data).toMatchObject({ reason: 'mended' });
});

test('a paused rule does not act while the others do', async () => {
  await using bus = await startBus();
  await publish(bus, 'one', 'two');

  expect((await bus.hookline('rules', 'pause', 'one', '--reason', 'too eager')).exitCode).toBe(0);
  await offer(bus, 'one');
  await offer(bus, 'two');
  expect(await firedRules(bus)).toEqual(['two']);
  expect(await heldBy(bus)).toEqual(['one paused']);
  expect((await json(bus, 'rules', 'list')).rules).toMatchObject([
    { name: 'one', state: 'paused', paused: { reason: 'too eager', automatic: false } },
    { name: 'two', state: 'in-force', paused: null },
  ]);

  expect((await bus.hookline('rules', 'resume', 'one')).out).toContain('goes on');
  await offer(bus, 'one');
  expect(await firedRules(bus)).toEqual(['two', 'one']);
});

test('switching is for people with an administrator’s token, about rules that there are', async () => {
  await using bus = await startBus();
  await publish(bus, 'one');
  const inAgent = { ...environmentOf(bus.home), HOOKLINE_URL: bus.url, CLAUDECODE: '1' };

  expect((await hookline(inAgent, ['rules', 'pause', 'one', '--reason', 'x'])).err).toContain('is for a person');
  expect((await bus.hookline('rules', 'pause', 'none', '--reason', 'x')).err).toContain('no rule called none');
  expect((await bus.hookline('rules', 'pause', 'one')).exitCode).not.toBe(0);
  expect((await bus.hookline('rules', 'resume')).exitCode).toBe(2);
  const body = { name: 'worker', scopes: ['work', 'read', 'ingest'] };
  const { token } = (await bus.client.request('POST', '/v1/tokens', { body })) as { token: string };
  const worker = { ...environmentOf(bus.home), HOOKLINE_URL: bus.url, HOOKLINE_TOKEN: token };
  for (const args of [
    ['pause', 'one', '--reason', 'x'],
    ['stop', '--reason', 'x'],
    ['resume', '--all'],
    ['withdraw', 'one'],
  ])
    expect((await hookline(worker, ['rules', ...args])).err).toContain('this needs admin');
});

test('all rules together fire no more often than was set for a day', async () => {
  await using bus = await startBus({ env: { HOOKLINE_RULES_PER_DAY: '1' } });
  await publish(bus, 'one', 'two');

  await offer(bus, 'one');
  await offer(bus, 'two');

  expect(await firedRules(bus)).toEqual(['one']);
  expect(await heldBy(bus)).toEqual(['two budget']);
});
