import { type Database, textArray } from '@hookline/db';
import { recallWeights } from '@hookline/memory';
import { sql } from 'kysely';
import { type Candidate, candidateColumns } from './candidate.ts';
import type { Shelves } from './shelves.ts';
import type { Terms } from './terms.ts';

/** A document that has words of the query. */
export interface WordsCandidate extends Candidate {
  readonly score: number;
  /** Which share of the query it has, from 0 to 1: rare words are more of it. */
  readonly coverage: number;
}

export interface FoundByWords {
  /** The best first. */
  readonly candidates: readonly WordsCandidate[];
  /** Lexemes that nothing on these shelves has. */
  readonly unknown: readonly string[];
}

/** More than the arm keeps: who it is of, and what it is, still weigh on these. */
const scoredMax = 3 * recallWeights.armMax;
const { k1, b } = recallWeights;

/**
 * Documents that have any of the words, by BM25 over weighted words. How rare a word is, and how long documents are, is
 * counted on these shelves only: what others may read leaves no trace in what is told here.
 */
export async function byWords(db: Database, { lexemes }: Terms, shelves: Shelves): Promise<FoundByWords> {
  const asked = [...lexemes.keys()];
  if (asked.length === 0) return { candidates: [], unknown: [] };
  const { rows } = await sql<WordsCandidate & { unknown: string[] }>`
    with asked as (
      select lexeme collate "C" as lexeme, times
      from unnest(${textArray(asked)}::text[], ${[...lexemes.values()]}::int[]) as a(lexeme, times)
    ),
    counted as (
      select lexeme, count(*)::float8 as documents from recall_postings
      where lexeme = any(${textArray(asked)}::text[]) and shelf = any(${shelves.numbers}::int[]) group by lexeme
    ),
    weighed as materialized (
      select a.lexeme, c.documents is null as unknown,
        times * ln(1 + (${shelves.documents}::float8 - coalesce(documents, 0) + 0.5) / (coalesce(documents, 0) + 0.5)) as gain
      from asked a left join counted c using (lexeme)
    ),
    scored as (
      select p.document, sum(w.gain * p.weight * ${k1 + 1}::float8
          / (p.weight + ${k1}::float8 * (${1 - b}::float8 + ${b / shelves.meanLength}::float8 * p.length))) as score,
        sum(w.gain) / (select sum(gain) from weighed) as coverage
      from recall_postings p join weighed w using (lexeme)
      where p.lexeme = any(${textArray(asked)}::text[]) and p.shelf = any(${shelves.numbers}::int[])
      group by p.document order by score desc, p.document limit ${scoredMax}
    )
    select ${candidateColumns}, s.score, s.coverage, (select array_agg(lexeme) from weighed where unknown) as unknown
    from scored s join recall_documents d on d.number = s.document
    where d.shelf = any(${shelves.numbers}::int[])
    order by s.score desc, d.number`.execute(db.kysely);
  return { candidates: rows, unknown: rows.length === 0 ? asked : (rows[0]!.unknown ?? []) };
}
