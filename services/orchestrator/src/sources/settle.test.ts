import { expect, test } from 'vitest';
import { checkText } from './check.ts';
import { type Found, type Standing, settle } from './settle.ts';
import type { Origin, RuleText } from './source.ts';

const ruleText = (name: string, more = '') => `rule: ${name}
on: tool.failed
${more}then:
  - work: { queue: review }
tests:
  - given: [{ kind: tool.failed, data: { effects: [] } }]
    expect: { firings: 1 }
`;

const textOf = (origin: Origin, path: string, text: string): RuleText => ({
  origin,
  path,
  text,
  by: async () => 'ann',
  recording: async () => undefined,
});

async function found(origin: Origin, files: Record<string, string>, unreadable?: string): Promise<Found> {
  const checked = await Promise.all(Object.entries(files).map(([path, text]) => checkText(textOf(origin, path, text))));
  return { origin, name: origin, has: () => true, checked, unreadable };
}

const standing = (name: string, origin: Origin, path: string, version = 'old'): Standing => ({
  name,
  version,
  origin,
  path,
});

test('a new file comes into force, one that is gone is withdrawn', async () => {
  const now = settle([await found('folder', { 'a.yaml': ruleText('a') })], [standing('b', 'folder', 'b.yaml')]);

  expect(now.offered).toMatchObject([{ rule: { name: 'a' }, stands: false }]);
  expect(now.withdrawn).toEqual(['b']);
  expect(now.faults).toEqual([]);
});

test('a version that stands is not published again', async () => {
  const files = await found('folder', { 'a.yaml': ruleText('a') });
  const version = 'rule' in files.checked[0]! ? files.checked[0].rule!.version : '';

  expect(settle([files], [standing('a', 'folder', 'a.yaml', version)]).offered).toMatchObject([{ stands: true }]);
});

test('a file that became faulty leaves its standing version in force, and says so', async () => {
  const now = settle(
    [await found('folder', { 'a.yaml': ruleText('a', 'where: data.tol == "Bash"\n') })],
    [standing('a', 'folder', 'a.yaml')],
  );

  expect(now).toMatchObject({ offered: [], kept: ['a'], withdrawn: [] });
  expect(now.faults).toMatchObject([{ path: 'a.yaml', rule: 'a', line: 3, message: expect.stringContaining('tool') }]);
});

test('a rule whose own test fails does not take the place of the version that stands', async () => {
  const failing = ruleText('a').replace('firings: 1', 'firings: 2');
  const now = settle([await found('folder', { 'a.yaml': failing })], [standing('a', 'folder', 'a.yaml')]);

  expect(now.kept).toEqual(['a']);
  expect(now.faults[0]?.message).toContain('found 1 firings, expected 2');
});

test('a source that cannot be read keeps what it had in force', async () => {
  const now = settle([await found('git', {}, 'git is away')], [standing('a', 'git', 'shop/.hookline/rules/a.yaml')]);

  expect(now).toMatchObject({ kept: ['a'], withdrawn: [] });
  expect(now.faults).toMatchObject([{ message: 'git: git is away' }]);
});

test('of two with one name the one that stands counts, and the fault names both', async () => {
  const both = [
    await found('folder', { 'a.yaml': ruleText('a') }),
    await found('git', { 'shop/a.yaml': ruleText('a', 'description: other\n') }),
  ];

  const new1 = settle(both, []);
  expect(new1.offered.map(({ text }) => text.path)).toEqual(['a.yaml']);
  expect(new1.faults).toMatchObject([{ path: 'shop/a.yaml', message: expect.stringContaining('in a.yaml (folder)') }]);

  const old = settle(both, [standing('a', 'git', 'shop/a.yaml')]);
  expect(old.offered.map(({ text }) => text.path)).toEqual(['shop/a.yaml']);
  expect(old.faults).toMatchObject([{ path: 'a.yaml', message: expect.stringContaining('in shop/a.yaml (git)') }]);
});

test('a name is not taken over while the file that holds it is faulty', async () => {
  const now = settle(
    [await found('folder', { 'a.yaml': 'rule: [', 'b.yaml': ruleText('a') })],
    [standing('a', 'folder', 'a.yaml')],
  );

  expect(now).toMatchObject({ offered: [], kept: ['a'], withdrawn: [] });
  expect(now.faults.map(({ path }) => path)).toEqual(['a.yaml', 'b.yaml']);
});

test('names that addresses have taken are refused', async () => {
  expect(await checkText(textOf('api', 'held', ruleText('held')))).toMatchObject({
    faults: [{ message: expect.stringContaining('no rule may be called held') }],
  });
});

test('what PostgreSQL cannot keep is a fault of the file, and stops nothing', async () => {
  expect(await checkText(textOf('folder', 'a.yaml', `${ruleText('a')}# \0`))).toMatchObject({
    faults: [{ message: 'it holds characters that no text has: write it as UTF-8' }],
  });
  const escaped = ruleText('a').replace('on: tool.failed', 'on: "tool.\\0"');
  expect(await checkText(textOf('folder', 'a.yaml', escaped))).toMatchObject({
    faults: expect.arrayContaining([expect.objectContaining({ message: expect.stringContaining('tool.␀') })]),
  });
});
