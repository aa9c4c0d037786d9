import type { Json, Memory } from '../../../api/memory.ts';
import { kindName, reasonText, scopeText, supportText } from '../../../words/memory-words.ts';
import { shareText } from '../../../words/quantity.ts';

/** One thing that is not the same in two states of a memory. */
export interface Changed {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const fields: readonly { readonly name: string; readonly of: (memory: Memory) => string }[] = [
  { name: 'Statement', of: ({ statement }) => statement },
  { name: 'Title', of: ({ title }) => title },
  { name: 'Status', of: ({ status, reason }) => `${status}: ${reasonText(reason)}` },
  { name: 'Kind', of: ({ kind }) => kindName(kind) },
  { name: 'Scope', of: ({ scope }) => scopeText(scope) },
  { name: 'Seen in', of: ({ support }) => supportText(support) },
  { name: 'Spoken against by', of: ({ contradicted }) => String(contradicted) },
  { name: 'Confidence', of: ({ confidence }) => shareText(confidence) },
  { name: 'Helped, did harm, ignored', of: ({ helpful, harmful, ignored }) => `${helpful}, ${harmful}, ${ignored}` },
  { name: 'Held until', of: ({ validTo }) => validTo?.slice(0, 10) ?? 'now' },
  { name: 'Pinned', of: ({ pinned }) => (pinned ? 'yes' : 'no') },
];

/** What is different between two states of one memory: its own fields first, then what its kind says. */
export function differenceOf(before: Memory, after: Memory): Changed[] {
  const own = fields.map(({ name, of }) => ({ name, before: of(before), after: of(after) }));
  const [was, is] = [leaves(before.details), leaves(after.details)];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  const detailed = names.map((name) => ({ name, before: was.get(name) ?? '', after: is.get(name) ?? '' }));
  return [...own, ...detailed].filter((one) => one.before !== one.after);
}

const textMax = 200;

/** Every value in a JSON value, by its path; a list is one value. */
function leaves(value: Json, path = ''): Map<string, string> {
  if (isFields(value)) {
    return new Map(
      Object.entries(value).flatMap(([name, part]) => [...leaves(part, path === '' ? name : `${path} ${name}`)]),
    );
  }
  return new Map([[path, textOf(value)]]);
}

/** Of a list of more than words: how many there are, and the last of them. */
function textOf(value: Json): string {
  if (!isList(value)) return String(value ?? 'nothing');
  const last = value.at(-1);
  if (last === undefined) return 'none';
  if (value.some((one) => isFields(one) || isList(one))) {
    const words = isFields(last) ? Object.values(last).map(textOf).join(', ') : textOf(last);
    return `${value.length}, the last: ${words}`.slice(0, textMax);
  }
  return value.map(String).join(', ');
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isFields = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value);
