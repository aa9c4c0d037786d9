import { InvalidArgumentError } from 'commander';

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
