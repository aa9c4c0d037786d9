import { shortHash } from '@hookline/schemas';

/** JSON with the keys of every object in order, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
    ) ?? 'null'
  );
}

/** A short token that equal JSON values share, whatever the order of their keys. */
export function canonicalHash(value: unknown): string {
  return shortHash(canonical(value));
}
