import { commandKey } from '../commands/command-key.ts';

/** What a command does: its key, of git and gh with what they are asked to do, for example `git commit`, `gh pr create`. */
export function actionOf(words: readonly string[]): string {
  const key = commandKey(words);
  if (key !== 'git' && key !== 'gh') return key;
  const plain = words.slice(1).filter((word) => /^[a-z][a-z-]*$/.test(word));
  return [key, ...plain.slice(0, key === 'gh' ? 2 : 1)].join(' ');
}
