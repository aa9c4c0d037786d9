import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import { listInSession } from '../list-in-session.ts';
import type { Page } from '../read-models.ts';
import type { UsageRow } from './usage.ts';

/** The model calls of a session in its order. */
export function listUsage(db: Database, session: string, page: Page = {}): Promise<UsageRow[]> {
  return listInSession(db, 'read.usage', session, page);
}

/** What usage can be summed by. Days are in UTC. */
export type UsageBy = 'session' | 'project' | 'model' | 'harness' | 'actor' | 'day';

/** Usage of one group. A class that nobody reported is null. */
export interface UsageSum {
  readonly by: string | null;
  readonly calls: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly costUsd: number | null;
}

const groups: Readonly<Record<UsageBy, string>> = {
  session: 'session',
  project: 'project',
  model: 'model',
  harness: 'harness',
  actor: 'actor',
  day: "to_char(at at time zone 'UTC', 'YYYY-MM-DD')",
};

/** Sums of tokens and cost, the largest group first (days in order), at most 1,000. */
export async function usageBy(
  db: Database,
  by: UsageBy,
  range: { readonly since?: string; readonly until?: string } = {},
): Promise<UsageSum[]> {
  const since = range.since === undefined ? sql`` : sql`and at >= ${range.since}`;
  const until = range.until === undefined ? sql`` : sql`and at < ${range.until}`;
  const { rows } = await sql<UsageSum>`
    select ${sql.raw(groups[by])} as "by", count(*) as calls,
      sum(input_tokens)::bigint as input_tokens, sum(output_tokens)::bigint as output_tokens,
      sum(cache_read_tokens)::bigint as cache_read_tokens, sum(cache_write_tokens)::bigint as cache_write_tokens,
      sum(reasoning_tokens)::bigint as reasoning_tokens, sum(cost_usd) as cost_usd
    from read.usage where true ${since} ${until}
    group by 1 order by ${sql.raw(by === 'day' ? '1' : 'sum(coalesce(output_tokens, 0)) desc, 1')} limit 1000
  `.execute(db.kysely);
  return rows;
}
