import { allOf, type Database } from '@hookline/db';
import { type RawBuilder, sql } from 'kysely';
import { ownSessions } from './own-sessions.ts';
import { pullParts } from './pull-costs.ts';

/** What outcomes can be counted by: what is said of the sessions. Its model is the one it used last. */
export const outcomeDimensions = ['harness', 'model', 'actor', 'project'] as const;
export type OutcomeDimension = (typeof outcomeDimensions)[number];

export interface OutcomeFilter {
  /** Sessions that did something since then, and that began before then; ISO 8601. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly project?: string | undefined;
  readonly harness?: string | undefined;
  readonly actor?: string | undefined;
  /** Only sessions that belong to this project, which is that of their first event. */
  readonly of?: string | undefined;
}

/** What became of the work of some sessions. What two sessions of a group made counts once in it. */
export interface OutcomeSums {
  readonly sessions: number;
  /** Distinct commits; not those that only a branch ties to a session. */
  readonly commits: number;
  readonly pulls: number;
  readonly merged: number;
  /** Closed without being merged. */
  readonly closed: number;
  readonly open: number;
  /** Of the pull requests that were merged or closed; null when none was. */
  readonly mergeRate: number | null;
  readonly ciRuns: number;
  readonly ciFailed: number;
  /** Of all these sessions; null when nothing of it is known. */
  readonly costUsd: number | null;
  /** What a merged pull request cost in sessions of this group, on average; only those whose whole cost is known. */
  readonly costPerMergedPull: number | null;
  /** Merged pull requests that are not in that average. */
  readonly unpricedMerged: number;
  /** Sessions whose cost is not known, or not all of it. */
  readonly unpricedSessions: number;
}

export interface OutcomeGroup extends OutcomeSums {
  readonly key: string | null;
}

export interface Outcomes {
  /** The group with most merged pull requests first; at most `outcomeGroupsMax`. */
  readonly groups: readonly OutcomeGroup[];
  readonly total: OutcomeSums;
}

const outcomeGroupsMax = 1_000;

/** Commits, pull requests, CI runs and their cost, by what is said of the sessions behind them. */
export async function outcomesBy(db: Database, by: OutcomeDimension, filter: OutcomeFilter = {}): Promise<Outcomes> {
  const { rows } = await sql<OutcomeRow>`
    with own as materialized (${ownSessions(filter.of)}),
    ${sql.raw(pullParts)},
    chosen as materialized (
      select s.session, ${sql.raw(by)} as key from read.sessions s where ${conditions(filter)}
    ), of_sessions as (
      select key, grouping(key) as whole, count(*) as sessions, sum(c.cost_usd) as cost_usd,
        count(*) filter (where c.cost_usd is null or not c.complete) as unpriced_sessions
      from chosen left join read.session_costs c using (session)
      group by grouping sets ((key), ())
    ), of_outcomes as (
      select key, grouping(key) as whole,
        count(distinct (o.project, o.ref)) filter (where o.kind = 'commit' and o.tie <> 'branch') as commits,
        count(distinct (o.project, o.repository, o.ref)) filter (where o.kind = 'pull') as pulls,
        count(distinct (o.project, o.repository, o.ref)) filter (where o.kind = 'pull' and o.state = 'merged') as merged,
        count(distinct (o.project, o.repository, o.ref)) filter (where o.kind = 'pull' and o.state = 'closed') as closed,
        count(distinct (o.project, o.repository, o.ref)) filter (where o.kind = 'ci') as ci_runs,
        count(distinct (o.project, o.repository, o.ref)) filter (where o.kind = 'ci' and o.state = 'failed') as ci_failed
      from chosen join read.outcomes o using (session)
      group by grouping sets ((key), ())
    ), of_merged as (
      select key, grouping(key) as whole,
        sum(p.share) filter (where p.priced) / sum(p.weight) filter (where p.priced) as cost_per_merged_pull,
        count(distinct (p.project, p.repository, p.ref)) filter (where not p.priced) as unpriced_merged
      from chosen join pull_parts p using (session)
      where p.state = 'merged'
      group by grouping sets ((key), ())
    )
    select s.key, s.whole, s.sessions, s.cost_usd, s.unpriced_sessions,
      coalesce(o.commits, 0) as commits, coalesce(o.pulls, 0) as pulls, coalesce(o.merged, 0) as merged,
      coalesce(o.closed, 0) as closed, coalesce(o.ci_runs, 0) as ci_runs, coalesce(o.ci_failed, 0) as ci_failed,
      m.cost_per_merged_pull, coalesce(m.unpriced_merged, 0) as unpriced_merged
    from of_sessions s
      left join of_outcomes o on o.key is not distinct from s.key and o.whole = s.whole
      left join of_merged m on m.key is not distinct from s.key and m.whole = s.whole
    order by s.whole desc, merged desc, pulls desc, s.sessions desc, s.key
    limit ${outcomeGroupsMax + 1}`.execute(db.kysely);
  const [total, ...groups] = rows;
  return { total: sumsOf(total!), groups: groups.map((row) => ({ key: row.key, ...sumsOf(row) })) };
}

interface OutcomeRow extends Omit<OutcomeSums, 'open' | 'mergeRate'> {
  readonly key: string | null;
  readonly whole: number;
}

function sumsOf({ key: _, whole: __, ...row }: OutcomeRow): OutcomeSums {
  const decided = row.merged + row.closed;
  return { ...row, open: row.pulls - decided, mergeRate: decided === 0 ? null : row.merged / decided };
}

function conditions({ since, until, project, harness, actor, of }: OutcomeFilter): RawBuilder<unknown> {
  return allOf([
    since === undefined ? undefined : sql`coalesce(s.last_event_at, s.started_at) >= ${since}`,
    until === undefined ? undefined : sql`s.started_at < ${until}`,
    project === undefined ? undefined : sql`s.project = ${project}`,
    harness === undefined ? undefined : sql`s.harness = ${harness}`,
    actor === undefined ? undefined : sql`s.actor = ${actor}`,
    of === undefined ? undefined : sql`s.session in (select session from own)`,
  ]);
}
