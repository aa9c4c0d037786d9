import { RE2JS } from 're2js';

const patternMax = 500;
const patternsMax = 1_000;
/** A search takes as long as the text times the pattern with its repetitions written out: seconds, with both at their most. */
const programMax = 1_000;
const textMax = 32_000;
const compiled = new Map<string, RE2JS>();

/** What is wrong with a regular expression, in one sentence; undefined when it may be used. */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > patternMax)
    return `found a pattern of ${pattern.length} characters, expected at most ${patternMax}`;
  try {
    const size = compile(pattern).programSize();
    if (size <= programMax) return undefined;
    return `found a pattern of ${size} steps with its repetitions written out, expected at most ${programMax}`;
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
    return `the pattern cannot be used: ${why} (patterns are RE2: no look-around, no back-references)`;
  }
}

/**
 * Whether the first 32,000 characters of a text have a match of a pattern, in time that grows with the text and never
 * faster: the engine backs no steps out, so that no pattern and no text can make a rule stand still.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  return compile(pattern).matcher(text.slice(0, textMax)).find();
}

function compile(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const made = RE2JS.compile(pattern);
  if (compiled.size >= patternsMax) compiled.clear();
  compiled.set(pattern, made);
  return made;
}
