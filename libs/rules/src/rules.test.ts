import { type BusEvent, newEvent, readEvent } from '@hookline/schemas';
import { expect, test } from 'vitest';
import { matchRule } from './match-rule.ts';
import { parseRule, RuleError } from './parse-rule.ts';
import { runRuleTests } from './run-tests.ts';

const text = `rule: look-after-failed-tests
description: A failed test run gets a second agent's eyes.
on: tool.failed
where: data.stage == "ran" && data.effects.exists(e, e.type == "process.exec" && e.object.contains("npm test"))
key: project + ":" + session
then:
  - work: { queue: review, prompt: "{{data.tool}} failed in {{session}} with {{data.exitCode}}" }
  - webhook: { url: "https://example.org/hook" }
tests:
  - given: [{ kind: tool.failed, data: { stage: ran, effects: [{ type: process.exec, object: npm test }] } }]
    expect: { firings: 1 }
  - name: a call that never ran
    given: [{ kind: tool.failed, data: { stage: invalid, effects: [] } }]
    expect: { firings: 0 }
`;

const failed = (facts: object = {}): BusEvent =>
  readEvent(
    newEvent({
      kind: 'tool.failed',
      id: 'e1',
      source: 'urn:hookline:devbox:claude-code',
      time: '2026-11-22T10:00:00.000Z',
      origin: 'hook',
      project: 'github.com/acme/shop',
      session: 'claude-code:1',
      data: {
        call: 'c1',
        tool: 'Bash',
        effects: [{ type: 'process.exec', object: 'npm test' }],
        outcome: 'failed',
        stage: 'ran',
        error: 'Exit code 3',
        exitCode: 3,
        ...facts,
      },
    }),
  )!;

const faultsOf = (source: string) => {
  try {
    parseRule(source, 'a.yaml');
  } catch (error) {
    if (error instanceof RuleError) return error.message.split('\n');
    throw error;
  }
  return [];
};

test('a matching event fires with its texts filled in', () => {
  const verdict = matchRule(parseRule(text, 'a.yaml'), failed());

  expect(verdict).toMatchObject({
    firing: {
      rule: 'look-after-failed-tests',
      key: 'github.com/acme/shop:claude-code:1',
      events: ['e1'],
      actions: [
        { work: { queue: 'review', attempts: 3, prompt: 'Bash failed in claude-code:1 with 3' } },
        { webhook: { url: 'https://example.org/hook' } },
      ],
    },
  });
});

test('a firing has the same id for ever, and another one for another version of the rule', () => {
  const id = (source: string) => {
    const verdict = matchRule(parseRule(source, 'a.yaml'), failed());
    return 'firing' in verdict ? verdict.firing.id : undefined;
  };

  expect(id(text)).toBe(id(text));
  expect(id(text)).not.toBe(id(`${text}# edited\n`));
});

test('says why an event does not fire', () => {
  const rule = parseRule(text, 'a.yaml');

  expect(matchRule(rule, failed({ stage: 'invalid' }))).toMatchObject({
    why: expect.stringContaining('where is false'),
  });
  expect(
    matchRule(
      parseRule(text.replace(/where: .*/, 'where: data.exitCode > 1'), 'a.yaml'),
      failed({ exitCode: undefined }),
    ),
  ).toMatchObject({
    why: expect.stringContaining('a field that this event lacks'),
  });
});

test('a text that lies in the body store is matched by its head', () => {
  const rule = parseRule(text.replace(/where: .*/, 'where: data.error.startsWith("Exit code 3")'), 'a.yaml');
  const error = { body: `sha256:${'0'.repeat(64)}`, bytes: 100_000, head: 'Exit code 3 ...', tail: '' };

  expect(matchRule(rule, failed({ error }))).toHaveProperty('firing');
});

test('the tests of a rule file are run', () => {
  expect(runRuleTests(parseRule(text, 'a.yaml')).every((result) => result.passed)).toBe(true);
  expect(runRuleTests(parseRule(text.replace('firings: 1', 'firings: 2'), 'a.yaml'))[0]).toMatchObject({
    passed: false,
    expected: 2,
    found: 1,
  });
});

test.each([
  [
    'a field that does not exist',
    'where: data.stag == "ran"',
    'a.yaml:4:13: where: there is no field stag; the nearest is stage (for tool.failed)',
  ],
  [
    'a name that does not exist',
    'where: sesion == "x"',
    'a.yaml:4:8: where: there is nothing called sesion; the nearest is session (for tool.failed)',
  ],
  [
    'a type that does not fit',
    'where: data.exitCode == "3"',
    'a.yaml:4:8: where: no such overload: int == string (for tool.failed)',
  ],
  [
    'a question that is no yes or no',
    'where: data.tool',
    'a.yaml:4:8: where: found an expression of type string, expected bool (for tool.failed)',
  ],
  ['an expression that does not end', 'where: "data.tool =="', expect.stringMatching(/^a\.yaml:4:2\d: where: /)],
])('%s is named with its line and column', (_, line, message) => {
  expect(faultsOf(text.replace(/where: .*/, line))).toEqual([message]);
});

test('faults of the file itself are named with their line', () => {
  expect(faultsOf(text.replace('on: tool.failed', 'on: tool.faild'))).toEqual([
    'a.yaml:3:5: on: there is no kind tool.faild; the nearest is tool.failed',
  ]);
  expect(faultsOf(text.replace('queue: review', 'queue: "Re view"'))[0]).toMatch(/^a\.yaml:7:\d+: then\.0/);
  expect(faultsOf(text.replace('{{data.tool}}', '{{data.tol}}'))[0]).toMatch(
    /^a\.yaml:7:\d+: \{\{data\.tol\}\}: .*nearest is tool/,
  );
  expect(faultsOf(`${text}wher: red\n`)[0]).toMatch(
    /^a\.yaml:\d+:\d+: wher: there is no key wher here; the nearest is where$/,
  );
  expect(faultsOf(text.replace('queue: review,', 'queue: review, colour: red,'))[0]).toMatch(
    /^a\.yaml:7:\d+: then\.0\.work\.colour: there is no key colour here$/,
  );
  expect(faultsOf(text.replace('- work:', '- wrok:'))[0]).toContain('expected one of work, webhook');
  expect(faultsOf('rule: [')[0]).toMatch(/^a\.yaml:1:\d+: /);
  expect(faultsOf(text.slice(0, text.indexOf('tests:')))[0]).toContain('tests');
});
