import { eventually } from '@hookline/testing';
import { expect, test } from 'vitest';
import { startBus } from '../support/bus.ts';
import { killed } from '../support/kill-server.ts';
import { Agent, checkout } from './agent.ts';
import { eventsOf, failedTestsRule, publishRule, untilQuiet } from './rule.ts';
import { openSink, type Sink } from './sink.ts';

/** A webhook may come twice, always under the same id: what was sent is known only once that is written down. */
function distinct(sink: Sink): Set<string> {
  return new Set(sink.received.map(({ id }) => id));
}

test.each(['nats', 'postgres'] as const)(
  'with %s killed, memories and firings go on, and nothing fires twice',
  async (server) => {
    await using sink = await openSink();
    await using bus = await startBus({ profile: 'durable' });
    const shop = await checkout(bus.home, 'acme/shop');
    await publishRule(bus, 'failed-tests.yaml', failedTestsRule(sink));
    const before = new Agent(bus.home, shop);
    await before.failed('npm test');
    await eventually(() => sink.received.length === 1, { timeoutMs: 20_000, what: 'the first webhook' });

    const killing = killed(bus, server);
    const during = new Agent(bus.home, shop);
    await during.failed('npm test');
    await killing;
    const after = new Agent(bus.home, shop);
    await after.failed('npm test');

    await eventually(() => distinct(sink).size >= 3, { timeoutMs: 40_000, what: 'the other two webhooks' });
    await untilQuiet(bus);
    expect(new Set(sink.received.map(({ data }) => data.session))).toEqual(
      new Set([before, during, after].map(({ session }) => `claude-code:${session}`)),
    );
    expect(distinct(sink).size).toBe(3);
    // What a firing owes leaves at once; that it fired reaches the log when the broker can be written to again.
    await eventually(async () => (await eventsOf(bus, 'rule.fired')).length >= 3, {
      timeoutMs: 20_000,
      what: 'the log to tell of three firings',
    });
    expect(await eventsOf(bus, 'rule.fired')).toHaveLength(3);
    expect((await bus.hookline('work', 'list', '--json')).json()).toHaveLength(3);
    const memories = await eventually(
      async () => {
        const found = (await bus.hookline('memory', 'list', '--kind', 'command', '--all', '--json')).json();
        return found[0]?.details.runs === 3 && found;
      },
      { timeoutMs: 20_000, what: 'the memory to have all three runs' },
    );
    expect(memories).toMatchObject([{ about: 'npm test', details: { failed: 3 }, support: { sessions: 3 } }]);
  },
);
