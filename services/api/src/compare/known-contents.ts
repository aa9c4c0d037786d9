import type { Moment } from '@hookline/db';
import type { ApiContext } from '../context.ts';

/** SHA-256 of the content of every file of a session that is known at a moment, by path. */
export async function knownContents(
  _context: ApiContext,
  _session: string,
  _moment: Moment,
): Promise<ReadonlyMap<string, string>> {
  return new Map();
}
