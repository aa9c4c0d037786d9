import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@hookline/testing';
import { expect, test } from 'vitest';
import { startBus, type TestBus } from '../support/bus.ts';
import { eventsOf, untilQuiet } from './rule.ts';

/** A rule that offers work whenever work is offered on another queue: two of them feed each other. */
const ruleText = (name: string, from: string, to: string, limits: string) => `rule: ${name}
on: work.offered
where: data.queue == "${from}"
key: '"all"'
limits: ${limits}
then:
  - work: { queue: ${to}, prompt: again }
tests:
  - given: [{ kind: work.offered, data: { queue: ${from} } }]
    expect: { firings: 1 }
`;

async function busWithLoop(limits: string): Promise<TestBus> {
  const bus = await startBus();
  const folder = join(bus.home, 'rules');
  await mkdir(folder, { recursive: true });
  for (const [name, from, to] of [
    ['ping', 'pong', 'ping'],
    ['pong', 'ping', 'pong'],
  ] as const) {
    await writeFile(join(bus.home, name), ruleText(name, from, to, limits));
    await rename(join(bus.home, name), join(folder, `${name}.yaml`));
  }
  await eventually(async () => (await eventsOf(bus, 'rule.published')).length === 2, {
    timeoutMs: 30_000,
    what: 'both rules',
  });
  await untilQuiet(bus);
  return bus;
}

// biome-ignore lint/suspicious/noExplicitAny: each line knows what it asked for
const json = async (bus: TestBus, ...args: string[]): Promise<any> => (await bus.hookline(...args, '--json')).json();
const begin = (bus: TestBus) => bus.hookline('work', 'offer', 'pong', '--payload', '{}');
const firedRules = async (bus: TestBus) =>
  (await json(bus, 'rules', 'firings')).map(({ rule }: { rule: string }) => rule).reverse();

/** Resolves when something was held; with it as the command line lists it. */
async function untilHeld(bus: TestBus) {
  await eventually(async () => (await json(bus, 'rules', 'held')).length > 0, { timeoutMs: 30_000, what: 'a hold' });
  await untilQuiet(bus);
  return await json(bus, 'rules', 'held');
}

test('two rules that set each other off stop where one would act on its own doing, and say so', async () => {
  await using bus = await busWithLoop('{ depth: 10 }');

  await begin(bus);
  const held = await untilHeld(bus);

  expect(await firedRules(bus)).toEqual(['ping', 'pong']);
  expect(held).toMatchObject([{ rule: 'ping', by: 'self' }]);
  const why = await json(bus, 'rules', 'why', String(held[0].position));
  expect(why.event).toMatchObject({ kind: 'work.offered', position: held[0].position });
  expect(why.rules).toContainEqual(
    expect.objectContaining({ rule: 'ping', verdict: 'held', reason: held[0].reason, firing: null }),
  );
  const spoken = await bus.hookline('rules', 'why', held[0].events[0], '--rule', 'ping');
  expect(spoken.out).toContain(`ping: ${held[0].reason}`);
});

test('rules that may act on their own doing stop at the depth that was set', async () => {
  await using bus = await busWithLoop('{ depth: 4, self: true }');

  await begin(bus);
  const held = await untilHeld(bus);

  expect(await firedRules(bus)).toEqual(['ping', 'pong', 'ping', 'pong']);
  expect(held).toMatchObject([{ rule: 'ping', by: 'depth' }]);

  // The chain of the last firing goes back to what a person did.
  const [last] = await json(bus, 'rules', 'firings', 'pong');
  const { chain, cause } = await json(bus, 'rules', 'why', last.firing);
  expect(cause).toMatchObject({ depth: 4, chain: ['ping', 'pong', 'ping', 'pong'] });
  expect(chain.filter(({ type }: { type: string }) => type === 'firing')).toMatchObject(
    ['ping', 'pong', 'ping', 'pong'].map((rule) => ({ rule })),
  );
  expect(chain[0]).toMatchObject({ type: 'event', title: 'work.offered', of: null });
  expect(chain.slice(1).every(({ of }: { of: string | null }) => of !== null)).toBe(true);
});
