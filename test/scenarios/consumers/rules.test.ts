import { join } from 'node:path';
import { eventually, tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { startBus } from '../support/bus.ts';
import { Agent, checkout } from './agent.ts';
import { eventsOf, failedTestsRule, publishRule, untilQuiet } from './rule.ts';
import { openSink } from './sink.ts';

test('failed tests fire a rule once: one webhook, one work item, and a dry run that agrees', async () => {
  await using home = await tempDir();
  await using sink = await openSink();
  const bus = await startBus({ home: home.path });
  const shop = await checkout(home.path, 'acme/shop');

  // What failed before the rule was written never fires it.
  const early = new Agent(home.path, shop);
  await early.failed('npm test');
  await eventually(async () => (await eventsOf(bus, 'tool.failed')).length === 1, { what: 'the early failure' });
  await publishRule(bus, 'failed-tests.yaml', failedTestsRule(sink));

  const agent = new Agent(home.path, shop);
  await agent.start();
  await agent.failed('ls nowhere');
  await agent.failed('npm test');
  await agent.ran('npm test');
  await agent.end();
  await eventually(() => sink.received.length === 1, { timeoutMs: 20_000, what: 'the webhook' });
  // What a firing owes leaves at once; the log is told of it a moment later.
  await eventually(async () => (await eventsOf(bus, 'rule.fired')).length > 0, {
    what: 'the log to tell of the firing',
  });
  await untilQuiet(bus);

  const [fired, ...more] = await eventsOf(bus, 'rule.fired');
  expect(more).toEqual([]);
  expect(sink.received[0]?.data).toMatchObject({
    firing: fired!.event.id,
    rule: 'failed-tests',
    key: 'github.com/acme/shop',
    session: `claude-code:${agent.session}`,
  });
  const items = (await bus.hookline('work', 'list', '--json')).json();
  expect(items).toMatchObject([{ queue: 'review', state: 'offered', payload: { cause: { firing: fired!.event.id } } }]);
  expect(items[0].payload.prompt).toBe(`look at toolu_${agent.session}_2 of claude-code:${agent.session}`);

  const file = join(home.path, 'rules', 'failed-tests.yaml');
  const dry = await bus.hookline('rules', 'test', file, '--session', `claude-code:${agent.session}`, '--json');
  expect(dry.exitCode).toBe(0);
  expect(dry.json()).toMatchObject([
    {
      rule: 'failed-tests',
      problems: [],
      tests: [{ passed: true }, { passed: true }],
      firings: [{ firing: fired!.event.id, key: 'github.com/acme/shop', position: sink.received[0]?.data.position }],
    },
  ]);
  // Over all of history it also says what was before the rule, and does nothing.
  const all = (await bus.hookline('rules', 'test', file, '--since', '1d', '--json')).json();
  expect(all[0].firings).toHaveLength(2);

  // Neither a rebuild nor a restart acts again; what happens after them does.
  expect((await bus.hookline('projections', 'rebuild', 'calls')).exitCode).toBe(0);
  await bus.stop();
  await using again = await startBus({ home: home.path });
  await untilQuiet(again);
  await agent.failed('npm test -- again');
  await eventually(() => sink.received.length === 2, { timeoutMs: 20_000, what: 'the second webhook' });
  await untilQuiet(again);

  expect(new Set(sink.received.map(({ id }) => id)).size).toBe(2);
  expect(sink.received).toHaveLength(2);
  expect((await again.hookline('work', 'list', '--json')).json()).toHaveLength(2);
  expect(await eventsOf(again, 'rule.fired')).toHaveLength(2);
  await eventually(async () => (await eventsOf(again, 'webhook.delivered')).length === 2, {
    what: 'the log to tell of both webhooks',
  });
  expect(await eventsOf(again, 'webhook.delivered')).toMatchObject([
    { event: { data: { outcome: 'ok', attempts: 1 } } },
    { event: { data: { outcome: 'ok', attempts: 1 } } },
  ]);
});

test('texts of any length and with any character fire it, cut to what a worker can use', async () => {
  await using sink = await openSink();
  await using bus = await startBus();
  const shop = await checkout(bus.home, 'acme/shop');
  const many = Array.from({ length: 8 }, (_, index) => `part${index}: "{{data.error}}"`).join(', ');
  await publishRule(bus, 'failed-tests.yaml', failedTestsRule(sink, `, payload: { ${many} }`));

  const agent = new Agent(bus.home, shop);
  await agent.failed('npm test', 'x'.repeat(50_000));
  await agent.failed('npm test', 'a \0 in the middle');
  await eventually(() => sink.received.length === 2, { timeoutMs: 20_000, what: 'both webhooks' });
  await untilQuiet(bus);

  const items = (await bus.hookline('work', 'list', '--json')).json() as { payload: { part0: string } }[];
  const parts = items.map(({ payload }) => payload.part0);
  expect(parts).toContainEqual(expect.stringContaining('in the middle'));
  expect(parts.every(({ length }) => length < 2_100)).toBe(true);
  expect(items).toHaveLength(2);
});
