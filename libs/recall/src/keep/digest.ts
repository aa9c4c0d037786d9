import { canonicalJson, contentHash, type Database } from '@hookline/db';
import type { Memory } from '@hookline/memory';
import { sql } from 'kysely';

/** What a memory is, in one hash. Positions are left out: the same facts in another log make the same memory. */
export function hashOfMemory({ positions: _, ...memory }: Memory): string {
  return contentHash(canonicalJson(memory));
}

/** Many memories in one hash, given theirs by id. */
export function digestOf(hashes: ReadonlyMap<string, string>): string {
  const lines = [...hashes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, hash]) => `${id} ${hash}`);
  return contentHash(lines.join('\n'));
}

/** What is kept, in one hash: equal where the same memories are, whatever way they came about. */
export async function digestOfMemories(db: Database): Promise<{ readonly memories: number; readonly digest: string }> {
  const { rows } = await sql<{ id: string; hash: string }>`select id, hash from memories`.execute(db.kysely);
  return { memories: rows.length, digest: digestOf(new Map(rows.map(({ id, hash }) => [id, hash]))) };
}
