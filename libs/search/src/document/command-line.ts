import { commandKey, type SimpleCommand, simpleCommands } from '@hookline/memory';

/** Which commands a call says succeeded or failed, by key: the program with the word that says what it does. */
export interface CommandOutcome {
  readonly passed: readonly string[];
  /** The one that failed; `a && b` where the status of the line does not tell which of them it was. */
  readonly failed: string | null;
}

/** Programs that only look at, shorten or announce what another one says. */
const companions = new Set(
  'echo printf tail head grep rg sed awk cat tee sort uniq wc true pwd ls export set'.split(' '),
);
/** Programs whose first plain words say what they do, beside those that `commandKey` knows. */
const subcommands: Readonly<Record<string, number>> = {
  git: 1,
  gh: 2,
  glab: 2,
  aws: 2,
  gcloud: 2,
  brew: 1,
  pip: 1,
  uv: 1,
};
const keyLengthMax = 120;
const joinedMax = 3;

/** Undefined for what is no command line that can be read, or that did not run to an end. */
export function outcomeOf(line: string, outcome: string): CommandOutcome | undefined {
  if (outcome !== 'ok' && outcome !== 'failed') return undefined;
  const commands = simpleCommands(line);
  const mattering = commands.filter(({ words }) => !companions.has(words[0]!));
  const counted = mattering.length > 0 ? mattering : commands.slice(0, 1);
  if (counted.length === 0) return undefined;
  const keys = [...new Set(counted.map(keyOf))].filter((key) => key !== '' && key.length <= keyLengthMax);
  if (keys.length === 0) return undefined;
  const joined = keys.slice(0, joinedMax).join(' && ');
  if (outcome === 'ok') return { passed: keys.length > 1 ? [...keys, joined] : keys, failed: null };
  const told = counted.length === 1 || counted.at(-2)!.next === ';';
  return { passed: [], failed: told ? keyOf(counted.at(-1)!) : joined };
}

function keyOf({ words }: SimpleCommand): string {
  const key = commandKey(words);
  const more = subcommands[key];
  if (more === undefined) return key;
  const plain = words
    .slice(1)
    .filter((word, at, rest) => /^[a-z][a-z-]*$/.test(word) && !/^-[A-Za-z]$/.test(rest[at - 1] ?? ''));
  return [key, ...plain.slice(0, more)].join(' ');
}
