import { quotable } from '@hookline/memory';

/** The value with every text in it made quotable: on one line, and unable to end the block it is shown in. */
export function harmless<Value>(value: Value): Value {
  return mapTexts(value) as Value;
}

function mapTexts(value: unknown): unknown {
  if (typeof value === 'string') return quotable(value);
  if (Array.isArray(value)) return value.map(mapTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [quotable(name), mapTexts(part)]));
}
