import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coverageOf, parseRule, recordingsOf, runRuleTests } from '@hookline/rules';
import type { Cause } from '@hookline/schemas';
import { eventually } from '@hookline/testing';
import { describe, expect, test } from 'vitest';
import { broughtTo, shop, tell } from './consumers/told.ts';
import { startBus, type TestBus } from './support/bus.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const folder = join(docs, 'examples', 'rules');
const page = readFileSync(join(docs, 'how-to', 'rule-recipes.md'), 'utf8');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');

describe.each(files)('%s', (name) => {
  const text = textOf(name);
  const path = `docs/examples/rules/${name}`;

  test('passes its own tests, which see it fire and not fire', () => {
    const rule = parseRule(text, path);
    const results = runRuleTests(rule);

    expect(`${rule.name}.yaml`).toBe(name);
    expect(results.filter(({ passed }) => !passed).map(({ faults }) => faults)).toEqual([]);
    expect(coverageOf(rule, results).clauses.filter(({ seenTrue }) => !seenTrue)).toEqual([]);
  });

  test('is on the page, with the command that tries it', () => {
    const section = page.split(/^## /m).find((one) => one.includes(`(../examples/rules/${name})`)) ?? '';
    expect(section).toContain('**Change:**');
    expect(section).toContain(`hookline rules test ${path} --since 30d`);
  });

  test('needs nothing that is not there', () => {
    const schema = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1];
    expect(existsSync(resolve(folder, schema ?? 'none'))).toBe(true);
    for (const recording of recordingsOf(parseRule(text, path))) expect(existsSync(join(folder, recording))).toBe(true);
  });
});

test('every link of the page leads somewhere', () => {
  const targets = [...page.matchAll(/\]\(([^)#\s:]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!);
  expect(targets.length).toBeGreaterThan(files.length);
  expect(targets.filter((target) => !existsSync(resolve(docs, 'how-to', target)))).toEqual([]);
});

describe('steer-stuck-agent and hand-off-stuck-agent, with seconds for minutes', () => {
  const stuck = 'claude-code:stuck';

  /** A recipe as it is, but for its times. Its tests are of the times it has. */
  const hurried = (name: string): string => {
    const text = textOf(`${name}.yaml`).replace(/^ {2}within: \d+m$/m, '  within: 1s\nlateness: 1s');
    const tests = text.indexOf('\ntests:');
    const given = '\ntests: [{ given: [{ kind: turn.ended }], expect: { firings: 0 } }]\n';
    expect(text).toContain('lateness: 1s');
    return text.slice(0, tests) + given;
  };

  const fail = (bus: TestBus, call: string) =>
    tell(
      bus,
      'tool.failed',
      { call, tool: 'Bash', outcome: 'failed', stage: 'ran', effects: [], error: 'no such file' },
      { session: stuck },
    );
  const ask = (bus: TestBus, path: string) => bus.client.request('GET', path) as Promise<never>;

  test('an agent that goes on failing is told so, and where that does not help its work is handed over, once', async () => {
    await using bus = await startBus();
    for (const name of ['steer-stuck-agent', 'hand-off-stuck-agent'])
      await bus.client.request('PUT', `/v1/rules/${name}`, { body: { text: hurried(name) } });
    await tell(bus, 'session.started', { nativeSession: 'stuck' }, { session: stuck });
    for (const call of ['a', 'b', 'c', 'd', 'e']) expect(await fail(bus, call)).toMatchObject({ status: 'stored' });

    const message = await eventually(
      async () => {
        const path = `/v1/steering?session=${encodeURIComponent(stuck)}`;
        return ((await ask(bus, path)) as { messages: { message: string; text: string; cause: Cause }[] }).messages[0];
      },
      { timeoutMs: 20_000, what: 'a message for the agent' },
    );
    expect(message.text).toContain('You failed 5 times in a row');
    await broughtTo(bus, message.message, stuck, shop, message.cause);

    const items = async () => ((await ask(bus, '/v1/work?queue=takeover')) as { items: object[] }).items;
    await eventually(async () => (await items()).length > 0, { timeoutMs: 20_000, what: 'the work to be handed over' });
    expect(await items()).toMatchObject([{ session: stuck, harness: 'codex', payload: { handoff: true } }]);
  }, 60_000);
});
