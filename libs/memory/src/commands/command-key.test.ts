import { expect, test } from 'vitest';
import { commandKey } from './command-key.ts';
import { looksOnly } from './looks-only.ts';
import { simpleCommands } from './simple-commands.ts';
import { commandSubjects } from './subjects.ts';

const keyOf = (line: string) => commandKey(simpleCommands(line)[0]!.words);

test.each([
  ['git -C web commit -m "x y"', 'git commit'],
  ['git -c user.name=ann commit', 'git commit'],
  ['git --no-pager log -3', 'git log'],
  ['git', 'git'],
  ['gh pr view 88 --json title', 'gh pr view'],
  ['gh api repos/acme/shop/pulls', 'gh api'],
  ['pip install requests', 'pip install'],
  ['rtk bun run test', 'rtk bun run test'],
])('%s is known as %s', (line, key) => {
  expect(keyOf(line)).toBe(key);
});

test('a pitfall may be about a program, or about a program with one of its flags', () => {
  expect(commandSubjects("cd web && sed -n '1,3p' a.txt | cat -A --tabs=4 -20")).toEqual([
    'sed',
    'sed -n',
    'cat',
    'cat -A',
    'cat --tabs',
  ]);
  expect(commandSubjects('for f in *; do rm $f; done')).toEqual([]);
});

test.each([
  ['git status', true],
  ['git commit -m x', false],
  ['gh pr checks 3', true],
  ['gh pr create', false],
  ["sed -n '3p' a.txt", true],
  ["sed -i '' s/a/b/ a.txt", false],
  ['npm ls', true],
  ['npm ci', false],
  ['rm --help', true],
  ['npm test', false],
])('that %s only looks is %s', (line, looks) => {
  const { words } = simpleCommands(line)[0]!;

  expect(looksOnly(commandKey(words), words)).toBe(looks);
});
