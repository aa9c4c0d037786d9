import { allOf, type Database, type Trx } from '@hookline/db';
import { type RawBuilder, sql } from 'kysely';
import type { EntryName, Field } from '../document/piece.ts';
import type { Query, TimeFilter } from '../query/query.ts';
import { readStepHits, readTextHits } from './hits.ts';
import { type Reach, scopeOf } from './scope.ts';
import type { Marked } from './snippet.ts';
import { chainSelect } from './steps.ts';
import { scoredUnits, type TextTerms, termsOf, unitsWith } from './text.ts';

/** Where in a session something was found. */
export interface Hit {
  readonly entry: EntryName;
  readonly field: Field;
  readonly position: number;
  /** The id of the event at that position; null when it was taken away since. */
  readonly event: string | null;
  readonly at: string | null;
  readonly snippet: readonly Marked[];
}

export interface FoundSession {
  readonly session: string;
  /** How well its best part answers; null where no text was asked for. Compares inside one answer only. */
  readonly score: number | null;
  readonly hits: readonly Hit[];
}

export interface Found {
  readonly sessions: readonly FoundSession[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: Place;
}

/** A place in the list of what is found, for the same query. */
export interface Place {
  readonly rank: number;
  readonly session: string;
}

export interface FoundRow {
  readonly number: number;
  readonly session: string;
  readonly rank: number;
  readonly units: readonly { readonly unit: number; readonly score: number }[] | null;
  readonly matched: readonly (readonly StepMatch[])[];
}

interface StepMatch {
  readonly kind: 'call' | 'file';
  readonly id: string;
  readonly position: number;
}

const unitsPerSession = 3;

/**
 * The sessions a query means: by rank where it has text, else the one with the newest event first. Rejects after
 * `timeoutMs` (10 s) of one question to the database, as for a statement that was cancelled.
 */
export async function findSessions(
  db: Database,
  query: Query,
  reach: Reach,
  page: { readonly limit: number; readonly after?: Place; readonly timeoutMs?: number },
): Promise<Found> {
  const terms = await termsOf(db, query, reach.owner);
  const scope = await scopeOf(db, query.filters, reach);
  return await db.transaction(async (trx) => {
    await sql`select set_config('statement_timeout', ${String(page.timeoutMs ?? 10_000)}, true)`.execute(trx);
    const rows = await rowsOf(trx, { query, terms, scope, reach }, page);
    const shown = rows.slice(0, page.limit);
    const text = await readTextHits(trx, terms, shown);
    const steps = await readStepHits(trx, query.chains, shown);
    const last = shown.at(-1);
    return {
      sessions: shown.map(({ session, rank, number }) => ({
        session,
        score: terms.any ? rank : null,
        hits: [...(steps.get(number) ?? []), ...(text.get(number) ?? [])],
      })),
      ...(rows.length > page.limit && last !== undefined && { next: { rank: last.rank, session: last.session } }),
    };
  });
}

interface Asked {
  readonly query: Query;
  readonly terms: TextTerms;
  readonly scope: RawBuilder<unknown>;
  readonly reach: Reach;
}

async function rowsOf(
  trx: Trx,
  { query, terms, scope, reach }: Asked,
  { limit, after }: { readonly limit: number; readonly after?: Place },
): Promise<FoundRow[]> {
  const { chains } = query;
  const { phrases, without } = terms;
  const ctes = [sql`scope as materialized (${scope})`];
  if (phrases.length > 0) ctes.push(sql`phrased as materialized (${unitsWith(phrases)})`);
  if (without.length > 0) ctes.push(sql`unwanted as materialized (${unitsWith(without)})`);
  if (terms.any) ctes.push(scoredUnits(terms, during(query, reach)), ranked);
  chains.forEach((chain, index) => {
    ctes.push(sql`${sql.raw(`chain${index}`)} as materialized (${chainSelect(chain)})`);
  });
  const joins = chains.map((_, index) => sql.raw(`join chain${index} using (number)`));
  const matched = sql.join(chains.map((_, index) => sql.raw(`chain${index}.matched`)));
  const conditions = [
    ...phrases.map((_, index) => sql`number in (select number from phrased where phrase = ${index})`),
    without.length === 0 ? undefined : sql`number not in (select number from unwanted)`,
    after === undefined
      ? undefined
      : sql`(rank < ${after.rank}::float8 or (rank = ${after.rank}::float8 and session > ${after.session} collate "C"))`,
  ];
  const rank = terms.any ? sql`ranked.score` : sql`round(extract(epoch from scope.last_at) * 1000)::float8`;
  const { rows } = await sql<FoundRow>`
    with ${sql.join(ctes)}
    select * from (
      select scope.number, scope.session, ${rank} as rank, ${terms.any ? sql`ranked.units` : sql`null::json`} as units,
        json_build_array(${matched}) as matched
      from scope ${terms.any ? sql`join ranked using (number)` : sql``} ${sql.join(joins, sql` `)}
    ) found
    where ${allOf(conditions)}
    order by rank desc, session limit ${limit + 1}`.execute(trx);
  return rows;
}

/** A session is as good as its best unit. */
const ranked = sql`
  ranked as (
    select number, max(score) as score,
      json_agg(json_build_object('unit', unit, 'score', score) order by score desc, unit) filter (where place <= ${unitsPerSession}) as units
    from (select *, row_number() over (partition by number order by score desc, unit) as place from scored) placed
    group by number
  )`;

/** Text is looked for in what was said in the time asked for, not in all of a session that reaches into it. */
function during({ filters }: Query, { timeOf }: Reach): RawBuilder<unknown> | undefined {
  const times = filters.filter((filter): filter is TimeFilter => filter.name === 'since' || filter.name === 'until');
  if (times.length === 0) return undefined;
  return sql.join(
    times.map(({ name, time }) =>
      name === 'since'
        ? sql`u.last_at >= ${timeOf(time)}::timestamptz`
        : sql`u.first_at < ${timeOf(time)}::timestamptz`,
    ),
    sql` and `,
  );
}
