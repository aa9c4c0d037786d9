import { storable } from './json-text.ts';

/** A text that PostgreSQL can keep, cut to `most` characters: it has no place for the character 0, nor for half characters. */
export function plainText(text: string, most: number): string {
  const plain = storable(text);
  return plain.length <= most ? plain : `${plain.slice(0, most - 1).toWellFormed()}…`;
}

const lastMs = Date.parse('9999-01-01T00:00:00Z');

/** A time that PostgreSQL can keep, of one that somebody else wrote down. */
export function plainTime(text: string): string {
  const ms = Date.parse(text);
  return new Date(Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), lastMs)).toISOString();
}
