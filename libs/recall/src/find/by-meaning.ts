import type { Database } from '@hookline/db';
import { recallWeights } from '@hookline/memory';
import { sql } from 'kysely';
import { type Candidate, candidateColumns } from './candidate.ts';
import type { Meaning } from './meaning.ts';
import type { Shelves } from './shelves.ts';

const askTimeoutMs = 1_500;

/** Documents that mean the nearest to the query, of those whose meaning is known. None where it cannot be asked now. */
export async function byMeaning(
  db: Database,
  query: string,
  shelves: Shelves,
  meaning: Meaning,
): Promise<readonly Candidate[]> {
  if (query.trim() === '') return [];
  const vector = (await meaning.embed([query], AbortSignal.timeout(askTimeoutMs)))?.[0];
  if (vector === undefined) return [];
  const { rows } = await sql<Candidate>`
    select ${candidateColumns} from recall_documents d join recall_vectors v on v.body = d.body
    where d.shelf = any(${shelves.numbers}::int[]) and v.model = ${meaning.model} and vector_dims(v.vector) = ${vector.length}
    order by v.vector <=> ${vectorText(vector)}::vector, d.number limit ${recallWeights.armMax}`.execute(db.kysely);
  return rows;
}

/** A vector as pgvector reads it. */
export const vectorText = (vector: readonly number[]) => `[${vector.join(',')}]`;
