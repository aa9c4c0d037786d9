import { eventKinds } from '@hookline/schemas';
import { InvalidArgumentError } from 'commander';
import { CommandError, exitCode } from './failure.ts';

/** A whole number from `least` up, as a command line gives it. */
export function wholeNumber(least = 0): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,15}$/.test(text) && value >= least) return value;
    throw new InvalidArgumentError(`expected a whole number from ${least} up.`);
  };
}

/** A number from `least` up. */
export function number(least = 0): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
    throw new InvalidArgumentError(`expected a number from ${least} up.`);
  };
}

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `10m`, `2h` or `7d` in milliseconds. */
export function lengthMs(text: string): number {
  const found = /^(\d{1,6})([smhd])$/.exec(text);
  if (found === null) throw new InvalidArgumentError('expected a time like 90s, 10m, 2h or 7d.');
  return Number(found[1]) * unitsMs[found[2]!]!;
}

/** One of these words. */
export function oneOf<Word extends string>(...allowed: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = allowed.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`expected ${allowed.join(', ')}.`);
    return found;
  };
}

/** JSON, as a command line gives it. */
export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(`expected JSON (${(error as Error).message}).`);
  }
}

/** Collects what is given several times, or with commas between. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').flatMap((part) => part.trim() || [])];
}

/** A text that says something. */
export function someText(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('expected some text, found none.');
}

/** Throws when a range of positions ends before it begins. */
export function checkRange(from: number | undefined, until: number | undefined): void {
  if (from === undefined || until === undefined || from <= until) return;
  throw new CommandError(`--from ${from} --until ${until}: that range ends before it begins`, {
    exitCode: exitCode.usage,
  });
}

/** Kinds with commas between; `tool.` is all that begin so. Throws for a name that no kind has. */
export function kinds(text: string): string {
  const names = eventKinds.map(({ kind }) => kind as string);
  for (const part of text.split(',')) {
    if (names.some((name) => (part.endsWith('.') ? name.startsWith(part) : name === part))) continue;
    const groups = [...new Set(names.map((name) => name.replace(/\..*/, '.')))].sort();
    throw new InvalidArgumentError(`there is no kind ${JSON.stringify(part)}; kinds begin with ${groups.join(' ')}`);
  }
  return text;
}
