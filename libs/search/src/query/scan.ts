import { QueryError } from './query.ts';

/** A value as written: in quotes, or with `=` before it. */
interface Value {
  readonly text: string;
  readonly quoted: boolean;
  readonly exactly: boolean;
}

/** One item of a query as written: `-name:value`, where the name is there only when a colon follows it. */
export interface Item {
  readonly at: number;
  readonly not: boolean;
  readonly name: string | undefined;
  /** Values as they were separated by commas; one for what has no name. */
  readonly values: readonly Value[];
  /** As it was written, without the minus. */
  readonly raw: string;
}

const nameBefore = /^([a-z]+):(?=\S)/;

/** Cuts a query into its items. `isName` says which words before a colon are names of ours. */
export function scan(text: string, isName: (word: string) => boolean): Item[] {
  const items: Item[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at += 1;
      continue;
    }
    const start = at;
    const not = text[at] === '-' && /[^\s-]/.test(text[at + 1] ?? ' ');
    if (not) at += 1;
    const found = nameBefore.exec(text.slice(at, at + 40));
    const name = found !== null && isName(found[1]!) ? found[1] : undefined;
    const rawStart = at;
    if (name !== undefined) at += name.length + 1;
    const values: Value[] = [];
    for (;;) {
      const { end, ...value } = readValue(text, at, name !== undefined);
      values.push(value);
      at = end;
      if (name === undefined || text[at] !== ',') break;
      at += 1;
    }
    items.push({ at: start + 1, not, name, values, raw: text.slice(rawStart, at) });
  }
  return items;
}

function readValue(text: string, at: number, named: boolean): Value & { end: number } {
  if (text[at] === '"') return { ...readQuoted(text, at), exactly: false };
  const exactly = named && text[at] === '=';
  if (exactly && text[at + 1] === '"') return { ...readQuoted(text, at + 1), exactly };
  const start = exactly ? at + 1 : at;
  let end = start;
  while (end < text.length && !/\s/.test(text[end]!) && !(named && text[end] === ',')) end += 1;
  return { text: text.slice(start, end), quoted: false, exactly, end };
}

/** Inside quotes a backslash keeps the next sign as it is. */
function readQuoted(text: string, at: number): { text: string; quoted: true; end: number } {
  let value = '';
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '"') return { text: value, quoted: true, end: end + 1 };
    if (text[end] === '\\' && end + 1 < text.length) end += 1;
    value += text[end];
  }
  throw new QueryError(`the quote at ${at + 1} is never closed`, at + 1, 'put a " after its last word');
}
