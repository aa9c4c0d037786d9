import { joinFrom } from '../joined-text.ts';
import type { FoundRange, PlaceRule } from './finding-range.ts';
import { tokenShapes } from './token-shapes.ts';
import { tokenRule } from './tokens.ts';

const PREFIX_MIN = 2;
const WINDOW = 80;

const rulesByStump = new Map<string, { literal: string; rule: PlaceRule }[]>();
for (const shape of tokenShapes) {
  const rule = tokenRule(shape);
  for (const literal of shape.literals) {
    for (const stump of stumps(literal)) {
      rulesByStump.set(stump, [...(rulesByStump.get(stump) ?? []), { literal, rule }]);
    }
  }
}

const LENGTH_MAX = Math.max(...[...rulesByStump.keys()].map((stump) => stump.length));

function stumps(literal: string): string[] {
  return Array.from({ length: Math.max(0, literal.length - PREFIX_MIN) }, (_, index) =>
    literal.slice(0, index + PREFIX_MIN),
  );
}

const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 45;

/** Tokens broken within their prefix: a line ends with a part of one, and the rest follows on the next. */
export const findBrokenPrefixes = (text: string, found: FoundRange[]): void => {
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    let last = end;
    while (last > 0 && (text[last - 1] === '\r' || text[last - 1] === '\\')) last--;
    let start = last;
    while (start > 0 && last - start <= LENGTH_MAX && isWordCode(text.charCodeAt(start - 1))) start--;
    const length = last - start;
    if (length < PREFIX_MIN || length > LENGTH_MAX) continue;
    const possible = rulesByStump.get(text.slice(start, last));
    if (possible === undefined) continue;
    const joined = joinFrom(text, start, WINDOW).text;
    for (const { literal, rule } of possible) if (joined.startsWith(literal)) rule(text, start, found);
  }
};
