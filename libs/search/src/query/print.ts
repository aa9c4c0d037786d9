import type { CostFilter, Filter, Query, Step, ValueFilter } from './query.ts';

/** A query as text that is read as the same query. */
export function printQuery({ words, phrases, without, filters, chains }: Query): string {
  return [
    ...words.map(({ word, start }) => `${word}${start ? '*' : ''}`),
    ...phrases.map(quote),
    ...without.map((text) => `-${quote(text)}`),
    ...filters.map(printFilter),
    ...chains.map((chain) => chain.map(printStep).join(' then ')),
  ].join(' ');
}

function printFilter(filter: Filter): string {
  switch (filter.name) {
    case 'since':
    case 'until':
      return `${filter.name}:${filter.time}`;
    case 'cost':
      return `cost:${printRange(filter.range)}`;
    default:
      return printValues(filter as ValueFilter);
  }
}

function printValues({ name, values, not }: ValueFilter): string {
  const printed = values.map(({ text, exactly }) => `${exactly ? '=' : ''}${textOrQuote(text)}`);
  return `${not ? '-' : ''}${name}:${printed.join(',')}`;
}

function printRange(range: CostFilter['range']): string {
  if (typeof range === 'string') return range;
  const { min, max, open } = range;
  if (min !== undefined && max !== undefined) return `${decimal(min)}..${decimal(max)}`;
  const sign = min === undefined ? '<' : '>';
  return `${sign}${open ? '' : '='}${decimal((min ?? max)!)}`;
}

/** Never in powers of ten. */
const decimal = (value: number): string =>
  value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });

const printStep = ({ name, value }: Step): string => `${name}:${textOrQuote(value)}`;

const isPlain = (text: string) => !/[\s",\\]/.test(text) && text !== '';

const textOrQuote = (text: string): string => (isPlain(text) && !text.startsWith('=') ? text : quote(text));

const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
