import { commandKey } from './command-key.ts';
import { simpleCommands } from './simple-commands.ts';

const flagsMax = 6;
const lengthMax = 160;

/**
 * What a pitfall may be about, of one program: its key, and its key with each of its flags (`git commit --no-edit`,
 * without values), most general first. A command is warned of by the memories about any of these.
 */
export function subjectsOf(key: string, words: readonly string[]): string[] {
  const flags = words.slice(1).flatMap((word) => {
    const flag = /^--?[A-Za-z][\w-]*/.exec(word)?.[0];
    return flag === undefined || flag.length > 40 ? [] : [flag];
  });
  const subjects = [key, ...[...new Set(flags)].slice(0, flagsMax).map((flag) => `${key} ${flag}`)];
  return subjects.filter((subject) => subject.length <= lengthMax);
}

/** All that a pitfall may be about, of every program of a command line; none where it cannot be read as one. */
export function commandSubjects(line: string): string[] {
  const all = simpleCommands(line).flatMap(({ words }) => {
    const key = commandKey(words);
    return key === '' ? [] : subjectsOf(key, words);
  });
  return [...new Set(all)];
}
