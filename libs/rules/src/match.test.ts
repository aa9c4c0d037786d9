import { expect, test } from 'vitest';
import { noFacts } from './facts/fold-facts.ts';
import { matchesOf, stepHolds } from './match.ts';
import { eventOf, failed, matchesFor, sample } from './samples.ts';

const facts = {
  ...noFacts('claude-code:1'),
  title: 'Pay twice',
  git: { branch: 'main', commit: 'abc' },
  failuresInRow: 4,
};

test('an event matches where its predicate is true, with its key', () => {
  const rule = sample(
    'on: tool.failed\nwhere: data.stage == "ran" && data.exitCode > 1\nkey: project + ":" + session.id',
  );

  expect(matchesFor(rule, failed())).toMatchObject([
    { step: 0, key: 'github.com/acme/shop:claude-code:1', id: 'e1', position: 7, session: 'claude-code:1' },
  ]);
  expect(matchesFor(rule, failed({ exitCode: 1 }))).toEqual([]);
  expect(matchesFor(rule, eventOf('session.ended', { reason: 'exit' }))).toEqual([]);
});

test('what asks for a field that the event lacks is false', () => {
  const rule = sample('on: tool.failed\nwhere: data.exitCode > 1');
  const either = sample('on: tool.failed\nwhere: data.exitCode > 1 || data.stage == "ran"');

  expect(matchesFor(rule, failed({ exitCode: undefined }))).toEqual([]);
  expect(matchesFor(either, failed({ exitCode: undefined }))).toHaveLength(1);
  expect(matchesFor(sample('on: tool.failed\nkey: data.errorSignature'), failed())).toEqual([]);
});

test('facts of the session are asked for like fields', () => {
  const rule = sample(
    'on: tool.failed\nwhere: session.failuresInRow > 3 && session.files.size() == 0\nkey: session.git.branch',
  );

  expect(matchesFor(rule, failed(), facts)).toMatchObject([{ key: 'main' }]);
  expect(matchesFor(rule, failed())).toEqual([]);
});

test('without facts a session still has its id', () => {
  expect(matchesFor(sample('on: tool.failed'), failed())).toMatchObject([{ key: 'claude-code:1' }]);
});

test('files are asked for one by one', () => {
  const rule = sample(
    'on: session.ended\nwhere: session.files.exists(f, f.path.startsWith("pay/") && f.written && f.linesAdded > 2)',
  );
  const file = { path: 'pay/a.ts', read: false, written: true, linesAdded: 3, linesRemoved: 0 };
  const ended = eventOf('session.ended', { reason: 'exit' });

  expect(matchesFor(rule, ended, { ...facts, files: [file] })).toHaveLength(1);
  expect(matchesFor(rule, ended, { ...facts, files: [{ ...file, linesAdded: 2 }] })).toEqual([]);
});

test('a text that lies in the body store is matched by its head', () => {
  const rule = sample('on: tool.failed\nwhere: data.error.startsWith("Exit code 3")');
  const error = { body: `sha256:${'0'.repeat(64)}`, bytes: 100_000, head: 'Exit code 3 ...', tail: '' };

  expect(matchesFor(rule, failed({ error }))).toHaveLength(1);
});

test('of a match so much is kept that it stays below 16 KiB', () => {
  const rule = sample('on: tool.failed', '  - work: { queue: a, prompt: "{{session.title}}" }');
  const [match] = matchesFor(
    rule,
    failed({
      error: 'x'.repeat(60_000),
      input: { list: Array.from({ length: 3_000 }, () => '\u0001'.repeat(3_000)) },
    }),
    { ...facts, lastPrompt: 'not asked for' },
  );

  expect(JSON.stringify(match!.event).length).toBeLessThanOrEqual(16 * 1024);
  expect(match!.event).toMatchObject({
    kind: 'tool.failed',
    data: { tool: 'Bash', error: expect.stringMatching(/^x+$/) },
  });
  expect(match!.event.session).toEqual({ id: 'claude-code:1', title: 'Pay twice' });
});

test('a small event is kept as it is', () => {
  const [match] = matchesFor(sample('on: tool.failed'), failed());

  expect(match!.event.data).toEqual(failed().data);
});

const sequence = sample(`sequence:
  within: 1h
  steps:
    - { as: red, on: ci.finished, where: data.outcome == "failed" }
    - { as: fix, on: commit.made, where: 'data.branch == red.data.branch && data.commit != "c0" && session.git.branch == "main"' }`);
const red = eventOf('ci.finished', { branch: 'main', outcome: 'failed', commit: 'c1' }, { id: 'red' });
const fix = (branch: string, commit = 'c2') => eventOf('commit.made', { branch, commit }, { id: 'fix' });

test('a step is asked for earlier steps when they are there', () => {
  const [first] = matchesFor(sequence, red, facts);
  const holds = (branch: string) => {
    const [match] = matchesFor(sequence, fix(branch), facts);
    return stepHolds(sequence, match!, [first!]);
  };

  expect(first).toMatchObject({ step: 0 });
  expect(stepHolds(sequence, first!, [])).toBe(true);
  expect(holds('main')).toBe(true);
  expect(holds('other')).toBe(false);
  expect(stepHolds(sequence, matchesFor(sequence, fix('main'), facts)[0]!, [])).toBe(false);
});

test('what a step can tell alone is told at once', () => {
  expect(matchesFor(sequence, fix('main', 'c0'), facts)).toEqual([]);
  expect(matchesFor(sequence, fix('main'), { ...facts, git: { branch: 'x', commit: '' } })).toEqual([]);
  expect(matchesFor(sequence, fix('main'), facts)).toMatchObject([{ step: 1 }]);
});

test('one event may be several steps', () => {
  const rule = sample(
    'sequence:\n  within: 1h\n  steps: [{ as: one, on: tool.failed }, { as: two, on: tool.failed, where: data.tool == one.data.tool }]',
  );

  expect(matchesFor(rule, failed()).map(({ step }) => step)).toEqual([0, 1]);
});

test('the opening and the closing of an absence are told apart', () => {
  const rule = sample(
    'on: prompt.submitted\nabsence: { of: file.written, where: data.path != "", within: 30m, key: session.id }',
  );

  expect(matchesFor(rule, eventOf('prompt.submitted', { text: 'go' }))).toMatchObject([{ step: 0 }]);
  expect(matchesFor(rule, eventOf('file.written', { path: 'a' }))).toMatchObject([{ step: 1, key: 'claude-code:1' }]);
});

test('a count of distinct values knows the value', () => {
  const rule = sample('on: tool.failed\ncount: { atLeast: 2, within: 1m, distinct: data.exitCode }');

  expect(matchesFor(rule, failed())).toMatchObject([{ distinct: '3' }]);
  expect(matchesFor(rule, failed({ exitCode: undefined }))).toEqual([]);
});

test('a key is a text that a database takes', () => {
  const rule = sample('on: tool.failed\nkey: data.error');

  expect(matchesFor(rule, failed({ error: `a\0${'b'.repeat(9_000)}` }))[0]!.key).toMatch(/^a␀b{498}$/);
});

test('a match knows what stands behind its event', () => {
  const cause = { firing: 'f', rule: 'other', version: 'v', key: 'k', depth: 1, chain: ['other'] };

  expect(matchesOf(sample('on: tool.failed'), failed(), 1, 5, undefined, cause)).toMatchObject([{ cause, heardMs: 5 }]);
});

test('what is kept is whole characters and no zeros', () => {
  const [match] = matchesFor(
    sample('on: tool.failed'),
    failed({ error: `${'a'.repeat(1_999)}😀`, tool: 'a\0b\ud800' }),
  );

  expect(match!.event.data).toMatchObject({ error: `${'a'.repeat(1_999)}\ufffd`, tool: 'a␀b\ufffd' });
});
