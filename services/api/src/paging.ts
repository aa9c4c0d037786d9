import { ApiError } from '@hookline/http';

/** Packs the place where the next page begins. Opaque to callers: only `readCursor` of the same route takes it apart. */
export function writeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Takes a cursor of `length` parts apart. Throws a 400 when it is not one that this route gave out. */
export function readCursor(cursor: string, length: number): (string | number)[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === length && parts.every(isPart)) return parts;
  } catch {}
  throw notACursor();
}

/** What somebody is told whose cursor is none of this route. */
export function notACursor(): ApiError {
  return new ApiError(400, 'bad-request', 'cursor: found something that is not a cursor of this route', {
    hint: 'pass `next` of the page before as it was, with the same filters',
  });
}

/** The first `limit` of rows of which one more was read, and the cursor of the next page; null where this is the last. */
export function pageOf<Row>(
  found: readonly Row[],
  limit: number,
  placeOf: (last: Row) => readonly (string | number)[],
): { readonly page: Row[]; readonly next: string | null } {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { page, next: found.length > limit && last !== undefined ? writeCursor(placeOf(last)) : null };
}

function isPart(part: unknown): part is string | number {
  return typeof part === 'string' || typeof part === 'number';
}
