import { expect, test } from 'vitest';
import { PolicyError, parsePolicy } from './policy.ts';

const read = (...lines: string[]) => parsePolicy(lines.join('\n'), 'retention.yaml');
const issuesOf = (...lines: string[]): readonly string[] => {
  try {
    read(...lines);
  } catch (error) {
    if (error instanceof PolicyError) return error.issues;
    throw error;
  }
  return [];
};

test('a policy says what is kept how long, and runs by hand where it says nothing', () => {
  const policy = read(
    'version: 1',
    'rules:',
    '  - {name: keep, bodies: never, projects: [shop]}',
    '  - {name: outputs, bodies: 90d, kinds: [tool.finished, permission.]}',
    '  - {name: chatter, events: 36h}',
  );
  expect(policy).toMatchObject({ run: 'by-hand', requireArchive: undefined, graceMs: 3_600_000 });
  expect(policy.rules).toEqual([
    { name: 'keep', of: 'bodies', afterMs: undefined, kinds: undefined, projects: ['shop'] },
    {
      name: 'outputs',
      of: 'bodies',
      afterMs: 90 * 86_400_000,
      kinds: ['tool.finished', 'permission.'],
      projects: undefined,
    },
    { name: 'chatter', of: 'events', afterMs: 36 * 3_600_000, kinds: undefined, projects: undefined },
  ]);
});

test.each([
  ['an age in words', ['version: 1', 'rules: [{name: a, events: 30 days}]'], 'rules.0.events'],
  ['an age of minutes', ['version: 1', 'rules: [{name: a, events: 5m}]'], 'at least 1h'],
  ['a kind that is none', ['version: 1', 'rules: [{name: a, events: 1d, kinds: [tool.finnished]}]'], 'tool.finnished'],
  ['both at once', ['version: 1', 'rules: [{name: a, events: 1d, bodies: 1d}]'], 'either events: or bodies:'],
  ['neither', ['version: 1', 'rules: [{name: a}]'], 'either events: or bodies:'],
  ['a field that is none', ['version: 1', 'rules: [{name: a, events: 1d, kind: tool.}]'], 'kind'],
  ['two rules of one name', ['version: 1', 'rules: [{name: a, events: 1d}, {name: a, bodies: 1d}]'], 'same name'],
  ['no rule', ['version: 1', 'rules: []'], 'rules'],
  ['another version', ['version: 2', 'rules: [{name: a, events: 1d}]'], 'version'],
  ['no YAML', ['version: [1'], ''],
])('%s is refused, and said where', (_, lines, said) => {
  const issues = issuesOf(...lines);
  expect(issues.length).toBeGreaterThan(0);
  expect(issues.join('; ')).toContain(said);
});
