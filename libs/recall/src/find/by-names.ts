import { type Database, textArray } from '@hookline/db';
import { recallWeights } from '@hookline/memory';
import { sql } from 'kysely';
import { type Candidate, candidateColumns } from './candidate.ts';
import type { Shelves } from './shelves.ts';

const wordLengthMin = 4;
const wordsMax = 4;

/**
 * Documents whose title or paths have parts of these words: for words that are misspelt, cut or run together, which no
 * document has as they are. Needs the extension pg_trgm.
 */
export async function byNames(db: Database, words: readonly string[], shelves: Shelves): Promise<Candidate[]> {
  const asked = words.filter(({ length }) => length >= wordLengthMin).slice(0, wordsMax);
  if (asked.length === 0) return [];
  const { rows } = await sql<Candidate>`
    select ${candidateColumns} from recall_documents d join unnest(${textArray(asked)}::text[]) as a(word)
      on a.word <% d.names
    where d.shelf = any(${shelves.numbers}::int[]) and d.names is not null
    group by d.number order by sum(word_similarity(a.word, d.names)) desc, d.number
    limit ${recallWeights.armMax}`.execute(db.kysely);
  return rows;
}
