import { createHash } from 'node:crypto';

/** JSON with the keys of objects sorted: equal values give equal text. `undefined` members are left out. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let out = '';
  const members = value as Record<string, unknown>;
  for (const key of Object.keys(members).sort()) {
    if (members[key] === undefined) continue;
    out += `${out === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(members[key])}`;
  }
  return `{${out}}`;
}

/** SHA-256 of a text, in hex. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
