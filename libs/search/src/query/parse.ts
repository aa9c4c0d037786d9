import { distance } from 'fastest-levenshtein';
import {
  type CostFilter,
  callSteps,
  type Filter,
  type FilterName,
  type FilterValue,
  fileSteps,
  type Query,
  QueryError,
  type Step,
  type StepName,
  type Word,
} from './query.ts';
import { type Item, scan } from './scan.ts';

export const queryLengthMax = 2_000;
const itemsMax = 60;
const stepsMax = 8;

const valueNames: Readonly<Record<string, FilterName>> = {
  person: 'person',
  actor: 'person',
  project: 'project',
  repo: 'project',
  harness: 'harness',
  model: 'model',
  state: 'state',
  session: 'session',
};
const states = ['running', 'waiting', 'idle', 'ended', 'lost'];
const stepNames: readonly string[] = [...fileSteps, ...callSteps];
const names = [...Object.keys(valueNames), 'since', 'until', 'cost', ...stepNames];

/** Reads a query. Throws a `QueryError` that says what was found where and what is expected. */
export function parseQuery(text: string): Query {
  if (text.length > queryLengthMax) {
    throw new QueryError(
      `the query has ${text.length} characters, at most ${queryLengthMax} are read`,
      queryLengthMax,
      'shorten it',
    );
  }
  const items = scan(text, (word) => names.includes(word) || meantName(word) !== undefined);
  if (items.length > itemsMax) {
    throw new QueryError(
      `the query has ${items.length} parts, at most ${itemsMax} are read`,
      items[itemsMax]!.at,
      'shorten it',
    );
  }
  const query = {
    words: [] as Word[],
    phrases: [] as string[],
    without: [] as string[],
    filters: [] as Filter[],
    chains: [] as Step[][],
  };
  let chain: Step[] | undefined;
  let latest = 0;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index]!;
    const link = chain === undefined ? undefined : linkOf(item);
    if (link !== undefined && chain !== undefined) {
      const next = items[index + 1];
      const step = next && stepOf(next);
      if (step === undefined) throw lonelyLink(link, item, next);
      latest = link === 'then' ? latest + 1 : latest;
      chain.splice(latest, 0, step);
      index += 1;
    } else {
      const step = stepOf(item);
      chain = undefined;
      if (step !== undefined) {
        chain = [step];
        latest = 0;
        query.chains.push(chain);
      } else if (item.name !== undefined) query.filters.push(filterOf(item));
      else addText(query, item);
    }
  }
  const steps = query.chains.flat().length;
  if (steps > stepsMax)
    throw new QueryError(`the query has ${steps} steps, at most ${stepsMax} are followed`, 1, 'leave some out');
  return query;
}

function linkOf({ not, name, values, raw }: Item): 'then' | 'after' | undefined {
  return !not && name === undefined && !values[0]!.quoted && (raw === 'then' || raw === 'after') ? raw : undefined;
}

function lonelyLink(link: string, { at }: Item, next: Item | undefined): QueryError {
  const found = next === undefined ? 'the end' : JSON.stringify(next.raw);
  const hint = `for example ${link} failed:"npm test"; to look for the word itself, write "${link}" in quotes`;
  return new QueryError(`${link} at ${at} joins two steps: found ${found} behind it, expected a step`, at, hint);
}

function stepOf(item: Item): Step | undefined {
  const { name, values, at, not } = item;
  if (name === undefined || !stepNames.includes(name)) return undefined;
  if (not) throw new QueryError(`found -${name}: at ${at}, a step cannot be left out`, at, `search without it`);
  const value = written(values);
  if (value === '') throw noValue(item, name === 'error' ? 'error:"no such file"' : `${name}:src/x.ts`);
  return { name: name as StepName, value };
}

function filterOf(item: Item): Filter {
  const { name, values, not, at } = item;
  if (!names.includes(name!)) throw unknownName(item);
  const value = written(values);
  if (name === 'since' || name === 'until') return timeFilter(name, value, item);
  if (name === 'cost') return costFilter(value, item);
  const read = values.map((each): FilterValue => {
    const text = each.text.trim();
    if (text === '') throw noValue(item, `${name}:ada`);
    return { text, exactly: each.exactly };
  });
  const wrong = name === 'state' ? read.find(({ text }) => !states.includes(text)) : undefined;
  if (wrong !== undefined) {
    throw new QueryError(
      `state: at ${at}: found ${JSON.stringify(wrong.text)}`,
      at,
      `expected one of ${states.join(', ')}`,
    );
  }
  return { name: valueNames[name!]!, values: read, not };
}

function timeFilter(name: 'since' | 'until', value: string, { at, not }: Item): Filter {
  const isTime =
    /^\d{1,6}[smhdw]$/.test(value) || (/^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value)));
  if (!isTime || not) {
    const found = `${not ? '-' : ''}${name}:${value}`;
    throw new QueryError(
      `found ${found} at ${at}, which is no time`,
      at,
      `expected ${name}:7d, ${name}:24h or ${name}:2026-11-22`,
    );
  }
  return { name, time: value };
}

function costFilter(value: string, { at, not }: Item): CostFilter {
  if (!not && (value === 'known' || value === 'unknown')) return { name: 'cost', range: value };
  const number = '(\\d{1,9}(?:\\.\\d{1,9})?)';
  const bound = new RegExp(`^([<>]=?)\\$?${number}$`).exec(value);
  const between = new RegExp(`^\\$?${number}\\.\\.\\$?${number}$`).exec(value);
  if (!not && bound !== null) {
    const open = bound[1]!.length === 1 ? { open: true as const } : {};
    return { name: 'cost', range: { [bound[1]!.startsWith('>') ? 'min' : 'max']: Number(bound[2]), ...open } };
  }
  if (!not && between !== null) return { name: 'cost', range: { min: Number(between[1]), max: Number(between[2]) } };
  const found = `${not ? '-' : ''}cost:${value}`;
  throw new QueryError(
    `found ${found} at ${at}`,
    at,
    'expected US dollars: cost:>1, cost:<=0.5, cost:1..5, cost:known or cost:unknown',
  );
}

function addText(query: { words: Word[]; phrases: string[]; without: string[] }, { not, values, raw }: Item): void {
  const { text, quoted } = values[0]!;
  if (quoted && text.trim() === '') return;
  if (not) query.without.push(quoted ? text : raw);
  else if (quoted) query.phrases.push(text);
  else if (/^[\p{L}\p{N}_-]{2,}\*$/u.test(raw)) query.words.push({ word: raw.slice(0, -1), start: true });
  else query.words.push({ word: raw, start: false });
}

/** The values of an item as one, for what takes no list. */
function written(values: Item['values']): string {
  return values
    .map(({ text, exactly }) => (exactly ? `=${text}` : text))
    .join(',')
    .trim();
}

function noValue({ name, at }: Item, example: string): QueryError {
  return new QueryError(
    `${name}: at ${at} has no value`,
    at,
    `for example ${example}; to look for the word itself, write "${name}:" in quotes`,
  );
}

/** The name that a word nearly is: one letter wrong (two of a long one), or two letters the wrong way round. */
function meantName(word: string): string | undefined {
  if (word.length < 4) return undefined;
  const letters = (text: string) => [...text].sort().join('');
  return names.find((name) => {
    if (name === word || name.length < 4) return false;
    const wrong = distance(name, word);
    return wrong <= (name.length > 6 ? 2 : 1) || (wrong === 2 && letters(name) === letters(word));
  });
}

function unknownName({ name, at, raw }: Item): QueryError {
  return new QueryError(
    `found ${name}: at ${at}, did you mean ${meantName(name!)}:?`,
    at,
    `names are ${names.join(', ')}; to look for the text itself, write ${JSON.stringify(raw)} in quotes`,
  );
}
