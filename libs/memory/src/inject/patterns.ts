import type { KnownPack } from './known.ts';

/** A shim looks for at most so many strings of a kind. */
const patternsMax = 1_000;
const patternLengthMax = 120;

/** The strings of which a payload must hold one for there to be anything to tell at it. */
export interface Patterns {
  /** Before a command. */
  readonly commands: readonly string[];
  /** Before an edit. */
  readonly paths: readonly string[];
  /** After a failure. */
  readonly failures: readonly string[];
}

/**
 * What a shim can look for in a payload by itself, so that calls there is nothing to tell at cost nothing. The strings
 * come from memories, which anybody may have had a hand in: only letters, digits and a few marks are let through, none of
 * which mean anything to a shell, to `grep -F`, or in JSON. Sorted; fit to be written one to a line.
 */
export function patternsOf(known: KnownPack): Patterns {
  const told = [...known.byPath].filter(([, entries]) =>
    entries.some(({ kind }) => kind !== 'read-first' && kind !== 'co-change'),
  );
  const commands = known.pitfalls.filter(({ about }) => !about.startsWith('tool:'));
  return {
    commands: sorted(commands.map(({ about }) => longestPlain(tellingPart(about), 3))),
    paths: sorted(told.map(([path]) => longestPlain(path, 4))),
    failures: sorted(known.remedies.map(({ about }) => longestPlain(literalOf(about), 6))),
  };
}

/** Of a command with a flag the flag: other words may stand between the two. */
function tellingPart(about: string): string {
  const flag = / (--?[A-Za-z][\w-]*)$/.exec(about)?.[1];
  return flag !== undefined && flag.length >= 5 ? flag : about.replace(/ --?[A-Za-z][\w-]*$/, '');
}

/** The signature with a break where something was taken out of the error. */
function literalOf(signature: string): string {
  return signature.replace(/^v\d+:/, '').replaceAll(/<[a-z]+>/g, '\n');
}

function longestPlain(text: string, lengthMin: number): string | undefined {
  const runs = text.match(/[A-Za-z0-9 ._/@:+=-]+/g) ?? [];
  const longest = runs.map((run) => run.trim()).reduce((best, run) => (run.length > best.length ? run : best), '');
  return longest.length < lengthMin ? undefined : longest.slice(0, patternLengthMax);
}

function sorted(patterns: readonly (string | undefined)[]): string[] {
  return [...new Set(patterns.filter((pattern) => pattern !== undefined))].sort().slice(0, patternsMax);
}
