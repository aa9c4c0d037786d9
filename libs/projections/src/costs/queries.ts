import { allOf, type Database } from '@hookline/db';
import { type RawBuilder, sql } from 'kysely';
import { ownSessions } from '../outcomes/own-sessions.ts';

/** What costs can be summed by. Days are in UTC; a harness's rest of a total belongs to no model. */
export const costDimensions = ['actor', 'project', 'harness', 'model', 'day', 'session'] as const;
export type CostDimension = (typeof costDimensions)[number];

export interface CostFilter {
  /** Calls since then, and before then; ISO 8601. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly project?: string | undefined;
  readonly harness?: string | undefined;
  readonly actor?: string | undefined;
  readonly model?: string | undefined;
  /** Only sessions that belong to this project, which is that of their first event. */
  readonly of?: string | undefined;
}

/** What some model calls took. A class that no call told of is null; a cost is null when nobody knows any of it. */
export interface CostSums {
  readonly sessions: number;
  readonly calls: number;
  readonly tokens: Readonly<Record<'input' | 'output' | 'cacheRead' | 'cacheWrite' | 'reasoning', number | null>>;
  readonly costUsd: number | null;
  readonly reportedUsd: number | null;
  readonly computedUsd: number | null;
  /** Calls whose cost nobody knows: they are in no sum. */
  readonly unpricedCalls: number;
}

export interface CostGroup extends CostSums {
  readonly key: string | null;
  /** What the second dimension says; null where there is none. */
  readonly second: string | null;
}

export interface Costs {
  /** The dearest first, days in order; at most `costGroupsMax`. */
  readonly groups: readonly CostGroup[];
  readonly total: CostSums;
}

const costGroupsMax = 2_000;

const columns: Readonly<Record<CostDimension, string>> = {
  actor: 'actor',
  project: "nullif(project, '-')",
  harness: 'harness',
  model: 'model',
  day: "to_char(at at time zone 'UTC', 'YYYY-MM-DD')",
  session: 'session',
};

/** Sums of what model calls took and cost, by one thing or by two. */
export async function costsBy(
  db: Database,
  by: CostDimension,
  { second: and, ...filter }: CostFilter & { readonly second?: CostDimension | undefined } = {},
): Promise<Costs> {
  const second = and === undefined ? sql`null::text` : sql.raw(columns[and]);
  const { rows } = await sql<CostRow>`
    with own as materialized (${ownSessions(filter.of)}),
    counted as (
      select ${sql.raw(columns[by])} as key, ${second} as second, c.*
      from read.costs c where ${conditions(filter)}
    )
    select key, second, grouping(key) = 1 as whole, count(distinct session) as sessions, count(message) as calls,
      sum(input_tokens)::bigint as input, sum(output_tokens)::bigint as output,
      sum(cache_read_tokens)::bigint as cache_read, sum(cache_write_tokens)::bigint as cache_write,
      sum(reasoning_tokens)::bigint as reasoning, sum(cost_usd) as cost_usd,
      sum(cost_usd) filter (where cost_source = 'reported') as reported_usd,
      sum(cost_usd) filter (where cost_source = 'computed') as computed_usd,
      count(message) filter (where cost_source is null) as unpriced_calls
    from counted group by grouping sets ((key, second), ())
    order by whole desc, ${sql.raw(by === 'day' ? 'key' : 'sum(cost_usd) desc nulls last, count(message) desc, key')}, second
    limit ${costGroupsMax + 1}`.execute(db.kysely);
  const [total, ...groups] = rows;
  return {
    total: sumsOf(total!),
    groups: groups.map((row) => ({ key: row.key, second: row.second, ...sumsOf(row) })),
  };
}

interface CostRow extends Omit<CostSums, 'tokens'> {
  readonly key: string | null;
  readonly second: string | null;
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly reasoning: number | null;
}

function sumsOf(row: CostRow): CostSums {
  const { sessions, calls, input, output, cacheRead, cacheWrite, reasoning, costUsd, reportedUsd, computedUsd } = row;
  return {
    sessions,
    calls,
    tokens: { input, output, cacheRead, cacheWrite, reasoning },
    costUsd,
    reportedUsd,
    computedUsd,
    unpricedCalls: row.unpricedCalls,
  };
}

function conditions({ since, until, project, harness, actor, model, of }: CostFilter): RawBuilder<unknown> {
  return allOf([
    since === undefined ? undefined : sql`c.at >= ${since}`,
    until === undefined ? undefined : sql`c.at < ${until}`,
    project === undefined ? undefined : sql`c.project = ${project}`,
    harness === undefined ? undefined : sql`c.harness = ${harness}`,
    actor === undefined ? undefined : sql`c.actor = ${actor}`,
    model === undefined ? undefined : sql`c.model = ${model}`,
    of === undefined ? undefined : sql`c.session in (select session from own)`,
  ]);
}
