import { expect, test } from 'vitest';
import { explain } from './explain.ts';
import { noFacts } from './facts/fold-facts.ts';
import { eventOf, failed, matchesFor, sample } from './samples.ts';

const rule = sample(`on: tool.failed
where: |
  data.stage == "ran" &&
  (data.exitCode > 5 || session.failuresInRow > 3) &&
  data.effects.exists(e, e.object.contains("test"))`);

test('each clause is told with its line, its outcome and what it asked for', () => {
  const told = explain(rule, failed({ exitCode: undefined }), { ...noFacts('claude-code:1'), failuresInRow: 2 });

  expect(told).toMatchObject({
    matches: false,
    reason: 'where is false: session.failuresInRow > 3 (line 5)',
    steps: [
      {
        step: 0,
        holds: false,
        key: 'claude-code:1',
        clauses: [
          { clause: 'data.stage == "ran"', line: 4, result: 'true', values: { 'data.stage': 'ran' } },
          { clause: 'data.exitCode > 5', line: 5, result: 'missing', values: {} },
          { clause: 'session.failuresInRow > 3', line: 5, result: 'false', values: { 'session.failuresInRow': 2 } },
          {
            line: 6,
            result: 'true',
            values: { 'data.effects': [{ type: 'process.exec', object: 'npm test' }] },
          },
        ],
      },
    ],
  });
});

test('says of a match that it is one', () => {
  expect(explain(rule, failed({ exitCode: 9 }), undefined)).toMatchObject({ matches: true, reason: 'where is true' });
});

test('says which kinds the rule looks at', () => {
  expect(explain(rule, eventOf('session.ended', { reason: 'exit' }), undefined)).toEqual({
    matches: false,
    reason: 'the rule looks at tool.failed, not at session.ended',
    steps: [],
  });
});

test('says that a key asks for what is not there', () => {
  expect(explain(sample('on: tool.failed\nkey: data.errorSignature'), failed(), undefined)).toMatchObject({
    matches: false,
    reason: 'key asks for what this event lacks: data.errorSignature',
  });
});

test('long texts and lists are cut', () => {
  const long = sample('on: tool.failed\nwhere: data.error == "x" || data.effects.size() == 1');
  const effects = Array.from({ length: 50 }, () => ({ type: 'plan' }));
  const [step] = explain(long, failed({ error: 'y'.repeat(5_000), effects }), undefined).steps;

  expect(step!.clauses[0]!.values['data.error']).toHaveLength(200);
  expect(step!.clauses[1]!.values['data.effects']).toHaveLength(10);
});

test('a step that names another is told with that step, when it is there', () => {
  const sequence = sample(
    'sequence:\n  within: 1h\n  steps: [{ as: red, on: ci.finished }, { as: fix, on: commit.made, where: data.branch == red.data.branch }]',
  );
  const fix = eventOf('commit.made', { branch: 'main', commit: 'c' });
  const red = matchesFor(sequence, eventOf('ci.finished', { branch: 'other' }));

  expect(explain(sequence, fix, undefined).steps[0]).toMatchObject({
    name: 'fix',
    holds: false,
    clauses: [{ result: 'missing' }],
  });
  expect(explain(sequence, fix, undefined, red).steps[0]).toMatchObject({
    clauses: [{ result: 'false', values: { 'data.branch': 'main', 'red.data.branch': 'other' } }],
  });
});
