import { contentHash, type Database } from '@hookline/db';
import { sql } from 'kysely';

/** What is kept, in one hash: equal where the same memories are, whatever way they came about. Positions do not count. */
export async function digestOfMemories(db: Database): Promise<{ readonly memories: number; readonly digest: string }> {
  const { rows } = await sql<{ memories: number; digest: string }>`
    select count(*)::integer as memories, coalesce(string_agg(id || ' ' || hash, E'\\n' order by id), '') as digest
    from memories`.execute(db.kysely);
  return { memories: rows[0]!.memories, digest: contentHash(rows[0]!.digest) };
}
