import type { NamedPlace } from './detector.ts';
import { secretName } from './secret-names.ts';

export const DEPTH_MAX = 256;

/** A value nests deeper than we follow it. Whoever catches it must not keep the value: it was not looked at. */
export class NestingError extends Error {
  override name = 'NestingError';

  constructor() {
    super(
      `redaction: a value nests deeper than ${DEPTH_MAX} levels, the most that is searched for secrets. Refuse the value or flatten it.`,
    );
  }
}

export type SeenString = (text: string, place: NamedPlace | undefined, isKey: boolean) => void;

/** Shows every string of a JSON value, keys before their values, in an order that `mapStrings` repeats. */
export const eachString = (value: unknown, see: SeenString): void => visit(value, undefined, 0, see);

const visit = (value: unknown, place: NamedPlace | undefined, depth: number, see: SeenString): void => {
  if (typeof value === 'string') {
    see(value, place, false);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= DEPTH_MAX) throw new NestingError();
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const before = index > 0 ? value[index - 1] : undefined;
      visit(value[index], (typeof before === 'string' ? placeAfter(before) : undefined) ?? place, depth + 1, see);
    }
    return;
  }
  for (const key of Object.keys(value)) {
    see(key, undefined, true);
    const child = (value as Record<string, unknown>)[key];
    if (typeof child === 'string')
      see(child, placeOf(key) ?? placeBeside(key, value as Record<string, unknown>), false);
    else if (typeof child === 'object' && child !== null)
      visit(child, Array.isArray(child) ? placeOf(key) : undefined, depth + 1, see);
  }
};

const placeOf = (name: string): NamedPlace | undefined => {
  const kind = secretName(name);
  return kind === undefined ? undefined : { kind, upper: /^[A-Z][A-Z0-9_]*$/.test(name) };
};

const NAME_ALONE = /^-{0,2}[A-Za-z][\w.-]{2,63}$/;

/** In a list, a flag or a header's name stands before its value. */
const placeAfter = (before: string): NamedPlace | undefined =>
  before.length <= 66 && NAME_ALONE.test(before) ? placeOf(before.replace(/^-+/, '')) : undefined;

/** `{ name: 'API_KEY', value: '…' }`. */
const placeBeside = (key: string, parent: Record<string, unknown>): NamedPlace | undefined => {
  if (key !== 'value' && key !== 'Value' && key !== 'val') return undefined;
  const name = parent.name ?? parent.key ?? parent.Name ?? parent.Key ?? parent.header;
  return typeof name === 'string' && name.length <= 64 ? placeOf(name) : undefined;
};

/** Gives the new text of the string with this number, or undefined to leave it. `path` is a JSON pointer. */
export type ReplaceString = (index: number, path: string) => string | undefined;

/** The value with strings replaced; whatever holds no replaced string is the same object as before. */
export const mapStrings = (value: unknown, replace: ReplaceString): unknown => {
  let index = 0;
  const map = (current: unknown, path: string): unknown => {
    if (typeof current === 'string') return replace(index++, path) ?? current;
    if (typeof current !== 'object' || current === null) return current;
    if (Array.isArray(current)) {
      let copy: unknown[] | undefined;
      for (let at = 0; at < current.length; at++) {
        const child = map(current[at], `${path}/${at}`);
        if (child !== current[at]) {
          copy ??= current.slice();
          copy[at] = child;
        }
      }
      return copy ?? current;
    }
    let changed = false;
    const entries = new Map<string, unknown>();
    for (const key of Object.keys(current)) {
      const newKey = free(entries, replace(index++, `${path}/`) ?? key);
      const before = (current as Record<string, unknown>)[key];
      const child = map(before, `${path}/${newKey.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      if (newKey !== key || child !== before) changed = true;
      entries.set(newKey, child);
    }
    return changed ? Object.fromEntries(entries) : current;
  };
  return map(value, '');
};

/** Two keys may have held the same secret: the second gets a number. */
const free = (entries: ReadonlyMap<string, unknown>, key: string): string => {
  if (!entries.has(key)) return key;
  let number = 2;
  while (entries.has(`${key}#${number}`)) number++;
  return `${key}#${number}`;
};
