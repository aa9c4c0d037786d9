import type { BusEvent } from '@hookline/schemas';
import { attributes } from './cel/scope.ts';
import { cutText } from './cut-text.ts';
import type { SlimEvent } from './engine/types.ts';
import type { SessionFacts } from './facts/session-facts.ts';

/** What may be kept of an event: ever less of it, until it is small enough. */
const cuts = [
  { text: 2_000, list: 100, fields: 100 },
  { text: 500, list: 30, fields: 60 },
  { text: 150, list: 10, fields: 40 },
  { text: 60, list: 3, fields: 30 },
] as const;
const depthMax = 8;
const nameMax = 200;
const bytesMax = 16 * 1024;

/** So much JSON at most comes of one character, and of one field besides its name and value. */
const [bytesPerCharacter, bytesPerValue] = [6, 8];

let latest: { event: BusEvent; facts: SessionFacts; kept: readonly string[]; slim: SlimEvent } | undefined;

/** An event as it is kept with a match, with those facts of its session that are named: at most 16 KiB of JSON. */
export function slimEvent(event: BusEvent, facts: SessionFacts, kept: readonly string[]): SlimEvent {
  if (latest?.event === event && latest.facts === facts && isSame(latest.kept, kept)) return latest.slim;
  const given: Record<string, unknown> = {};
  for (const name of attributes) if (event[name] !== undefined) given[name] = event[name];
  const session: Record<string, unknown> = { id: facts.id };
  for (const field of kept) session[field] = (facts as unknown as Record<string, unknown>)[field];
  given.session = session;
  given.data = event.data;
  let slim = {} as SlimEvent;
  for (const cut of cuts) {
    const size = { characters: 0, values: 0 };
    slim = cutTo(given, cut, 0, size) as SlimEvent;
    const mayBe = size.characters * bytesPerCharacter + size.values * bytesPerValue;
    if (mayBe <= bytesMax || Buffer.byteLength(JSON.stringify(slim)) <= bytesMax) break;
    slim = { ...slim, data: {} };
  }
  latest = { event, facts, kept, slim };
  return slim;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((field, index) => field === other[index]));
}

interface Cut {
  readonly text: number;
  readonly list: number;
  readonly fields: number;
}

interface Size {
  characters: number;
  values: number;
}

function cutTo(value: unknown, cut: Cut, depth: number, size: Size): unknown {
  size.values += 2;
  if (typeof value === 'string') {
    const text = cutText(value, cut.text);
    size.characters += text.length;
    return text;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= depthMax) return null;
  if (Array.isArray(value)) {
    return (value.length > cut.list ? value.slice(0, cut.list) : value).map((one) => cutTo(one, cut, depth + 1, size));
  }
  if ('body' in value && 'head' in value && typeof value.head === 'string') {
    return cutTo(value.head, cut, depth, size);
  }
  const fields: Record<string, unknown> = {};
  let left = cut.fields;
  for (const field in value) {
    const one = (value as Record<string, unknown>)[field];
    // To set this one would be to change what the object is.
    if (one === undefined || field === '__proto__') continue;
    if (left === 0) break;
    left -= 1;
    const name = cutText(field, nameMax);
    size.characters += name.length;
    fields[name] = cutTo(one, cut, depth + 1, size);
  }
  return fields;
}
