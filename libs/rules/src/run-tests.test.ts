import { expect, test } from 'vitest';
import { coverageOf } from './coverage.ts';
import { parseRule } from './parse-rule.ts';
import { recordingsOf, runRuleTests } from './run-tests.ts';
import { failed } from './samples.ts';

/** The results of one test inside a rule. */
function results(rule: string, tests: string, recordings?: Map<string, string>) {
  return runRuleTests(parseRule(`rule: sample\n${rule.trim()}\ntests:\n${tests}`, 'a.yaml'), recordings);
}

const single = `on: tool.failed
where: data.stage == "ran"
then:
  - work: { queue: review, prompt: "{{data.tool}} failed" }`;
const ran = '{ kind: tool.failed, data: { stage: ran, tool: Bash } }';

test('a test passes when the rule fires as often as it says', () => {
  expect(results(single, `  - given: [${ran}]\n    expect: { firings: 1 }`)).toMatchObject([
    { test: 'test 1', passed: true, found: 1, faults: [] },
  ]);
  expect(results(single, `  - name: twice\n    given: [${ran}]\n    expect: { firings: 2 }`)).toMatchObject([
    { test: 'twice', passed: false, expected: 2, found: 1, faults: ['found 1 firings, expected 2'] },
  ]);
});

test('a test may say what is done', () => {
  const told = (actions: string) =>
    results(single, `  - given: [${ran}]\n    expect: { firings: 1, actions: ${actions} }`)[0]!.faults;

  expect(told('[{ work: { queue: review, prompt: Bash failed } }]')).toEqual([]);
  expect(told('[{ work: { prompt: Read failed } }]')).toEqual([
    'action 1.work.prompt: found "Bash failed", expected "Read failed"',
  ]);
  expect(told('[]')).toEqual(['found 1 actions, expected 0']);
});

test('time goes on from event to event as a test says', () => {
  const rule = `on: tool.failed
count: { atLeast: 2, within: 10m }
then:
  - work: { queue: review }`;
  const after = (time: string) =>
    `  - given: [${ran}, ${ran.replace('data', `after: ${time}, data`)}]\n    expect: { firings: 1 }`;

  expect(results(rule, after('9m'))[0]).toMatchObject({ passed: true });
  expect(results(rule, after('11m'))[0]).toMatchObject({ passed: false, found: 0 });
});

test('what waits for nothing to come is waited for', () => {
  const rule = `on: prompt.submitted
absence: { of: file.written, within: 30m }
then:
  - steer: { text: "you wrote nothing since {{time}}" }`;
  const prompt = '{ kind: prompt.submitted, data: { text: go } }';

  expect(
    results(
      rule,
      `  - given: [${prompt}]
    expect: { firings: 1 }
  - given: [${prompt}, { kind: file.written, after: 20m, data: { path: a } }]
    expect: { firings: 0 }
  - given: [${prompt}]
    at: 2026-01-01T00:20:00Z
    expect: { firings: 0 }`,
    ).map(({ passed }) => passed),
  ).toEqual([true, true, true]);
});

test('a sequence goes across sessions', () => {
  const rule = `sequence:
  within: 1h
  steps:
    - { as: red, on: ci.finished, where: data.outcome == "failed", key: data.branch }
    - { as: fix, on: commit.made, where: data.branch == red.data.branch, key: data.branch }
then:
  - work: { queue: retry, prompt: "{{red.data.name}} on {{data.branch}}" }`;
  const events = `[{ kind: ci.finished, data: { outcome: failed, branch: main, name: build } }, { kind: commit.made, session: other, data: { branch: BRANCH } }]`;
  const given = (branch: string, expected: string) =>
    `  - given: ${events.replace('BRANCH', branch)}\n    expect: ${expected}`;

  expect(
    results(rule, given('main', '{ firings: 1, actions: [{ work: { prompt: build on main } }] }'))[0]!.faults,
  ).toEqual([]);
  expect(results(rule, given('other', '{ firings: 0 }'))[0]!.faults).toEqual([]);
});

test('the clock of a schedule goes from one moment to another', () => {
  const rule = `schedule: { cron: "0 3 * * *" }
then:
  - work: { queue: nightly, prompt: "{{firing.rule}}" }`;

  expect(
    results(
      rule,
      '  - given: []\n    from: 2026-01-05T00:00:00Z\n    at: 2026-01-07T04:00:00Z\n    expect: { firings: 3 }',
    )[0],
  ).toMatchObject({ faults: [], found: 3 });
});

test('what holds a rule back may be expected', () => {
  const rule = `on: tool.failed
limits: { cooldown: 10m }
then:
  - work: { queue: review }`;

  expect(
    results(rule, `  - given: [${ran}, ${ran}]\n    expect: { firings: 1, held: { cooldown: 1 } }`)[0]!.faults,
  ).toEqual([]);
  expect(results(rule, `  - given: [${ran}, ${ran}]\n    expect: { firings: 1, held: 0 }`)[0]!.faults[0]).toMatch(
    /^found 1 matches held back \(.+\), expected 0$/,
  );
});

test('a test may give the facts of a session', () => {
  const rule = `on: session.ended
where: session.files.exists(f, f.path.startsWith("pay/") && f.written)
then:
  - work: { queue: review, prompt: "{{session.title}}" }`;
  const ended = (path: string) =>
    `[{ kind: session.ended, session: { title: Pay, files: [{ path: ${path}, written: true }] }, data: { reason: exit } }]`;

  expect(
    results(
      rule,
      `  - given: ${ended('pay/a.ts')}
    expect: { firings: 1, actions: [{ work: { prompt: Pay } }] }
  - given: ${ended('docs/a.md')}
    expect: { firings: 0 }
  - name: the facts follow from the events too
    given: [{ kind: file.written, data: { path: pay/a.ts } }, { kind: session.ended, data: { reason: exit } }]
    expect: { firings: 1 }`,
    ).flatMap(({ faults }) => faults),
  ).toEqual([]);
});

test('a recording is events of the log, a line each', () => {
  const line = (id: string, stage: string) => {
    const { kind: _, ...event } = failed({ stage }, { id });
    return JSON.stringify(event);
  };
  const recording = `${line('a', 'ran')}\n${line('b', 'invalid')}\n${line('c', 'ran')}\n`;
  const tests = '  - given: recordings/failed.jsonl\n    expect: { firings: 2 }';

  expect(results(single, tests, new Map([['recordings/failed.jsonl', recording]]))[0]).toMatchObject({ passed: true });
  expect(results(single, tests)[0]).toMatchObject({
    passed: false,
    faults: ['there is no recording recordings/failed.jsonl: its path is relative to the rule file'],
  });
  expect(results(single, tests, new Map([['recordings/failed.jsonl', '{']]))[0]).toMatchObject({ passed: false });
  expect(recordingsOf(parseRule(`rule: sample\n${single}\ntests:\n${tests}`, 'a.yaml'))).toEqual([
    'recordings/failed.jsonl',
  ]);
});

test('coverage tells which outcomes of which clauses the tests brought about', () => {
  const rule = `on: tool.failed
where: data.stage == "ran" && (data.tool == "Bash" || data.exitCode > 3)
then:
  - work: { queue: review }`;
  const text = (tests: string) => parseRule(`rule: sample\n${rule}\ntests:\n${tests}`, 'a.yaml');
  const covered = (tests: string) => coverageOf(text(tests), runRuleTests(text(tests)));
  const first = `  - given: [${ran}]\n    expect: { firings: 1 }`;

  expect(covered(first)).toEqual({
    clauses: [
      { text: 'it fires', line: 0, seenTrue: true, seenFalse: false },
      { text: 'data.stage == "ran"', line: 3, seenTrue: true, seenFalse: false },
      { text: 'data.tool == "Bash"', line: 3, seenTrue: true, seenFalse: false },
      { text: 'data.exitCode > 3', line: 3, seenTrue: false, seenFalse: true },
    ],
    share: 0.5,
  });
  expect(
    covered(
      `${first}\n  - given: [{ kind: tool.failed, data: { stage: invalid, tool: Read, exitCode: 4 } }]\n    expect: { firings: 0 }`,
    ).share,
  ).toBe(1);
});
