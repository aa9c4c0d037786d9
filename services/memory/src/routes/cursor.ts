import { ApiError } from '@hookline/http';
import { z } from 'zod';

const parts = z.tuple([z.string(), z.string()]);

/** Packs the place of the last memory of a page. */
export function cursorOf({ lastSeen, id }: { readonly lastSeen: string; readonly id: string }): string {
  return Buffer.from(JSON.stringify([lastSeen, id])).toString('base64url');
}

/** Takes a cursor apart. Throws a 400 when it is none of ours. */
export function readCursor(cursor: string): { readonly lastSeen: string; readonly id: string } {
  try {
    const [lastSeen, id] = parts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (!Number.isNaN(Date.parse(lastSeen))) return { lastSeen, id };
  } catch {}
  throw new ApiError(400, 'bad-request', 'cursor: found something that is not a cursor of this route', {
    hint: 'pass `next` of the page before as it was, with the same filters',
  });
}
