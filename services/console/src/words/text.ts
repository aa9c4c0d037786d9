import type { BodyRef, Text } from '../api/shapes.ts';

export function isBodyRef(value: unknown): value is BodyRef {
  return typeof value === 'object' && value !== null && 'body' in value && 'head' in value && 'bytes' in value;
}

/** What is at hand of a text: all of it, or its beginning. */
export function plainText(text: Text | null | undefined): string {
  if (text === null || text === undefined) return '';
  return typeof text === 'string' ? text : text.head;
}
