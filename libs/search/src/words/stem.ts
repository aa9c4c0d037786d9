import { type Database, type Trx, textArray } from '@hookline/db';
import { sql } from 'kysely';

const remembered = new Map<string, string | null>();
const rememberedMax = 100_000;

/**
 * The stems of words, as the English Snowball dictionary of PostgreSQL has them; null for words that say nothing (the,
 * and). What was asked once is remembered by this process.
 */
export async function stemsOf(db: Database | Trx, words: Iterable<string>): Promise<(word: string) => string | null> {
  const missing = [...new Set(words)].filter((word) => !remembered.has(word));
  const own = new Map<string, string | null>();
  if (missing.length > 0) {
    const { rows } = await sql<{ word: string; stem: string | null }>`
      select word, (ts_lexize('english_stem', word))[1] as stem from unnest(${textArray(missing)}::text[]) as given(word)
    `.execute('kysely' in db ? db.kysely : db);
    if (remembered.size + rows.length > rememberedMax) remembered.clear();
    rows.forEach(({ stem }, index) => {
      own.set(missing[index]!, stem);
      if (rows.length <= rememberedMax) remembered.set(missing[index]!, stem);
    });
  }
  return (word) => (own.has(word) ? own.get(word)! : (remembered.get(word) ?? null));
}
