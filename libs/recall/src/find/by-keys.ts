import { type Database, textArray } from '@hookline/db';
import { sql } from 'kysely';
import { type Candidate, candidateColumns } from './candidate.ts';
import type { Shelves } from './shelves.ts';

export interface KeyedCandidate extends Candidate {
  /** Whether it is about what was named and nothing else. */
  readonly whole: boolean;
}

const keyedMax = 100;

/** Documents of what is named exactly, those that are about it first, then those that count most. */
export async function byKeys(db: Database, keys: readonly string[], shelves: Shelves): Promise<KeyedCandidate[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<KeyedCandidate>`
    select ${candidateColumns}, k.whole from (
      select document, bool_or(whole) as whole from recall_keys
      where key = any(${textArray(keys)}::text[]) and shelf = any(${shelves.numbers}::int[]) group by document
    ) k join recall_documents d on d.number = k.document
    where d.shelf = any(${shelves.numbers}::int[])
    order by k.whole desc, d.weight desc, d.at desc, d.id limit ${keyedMax}`.execute(db.kysely);
  return rows;
}
