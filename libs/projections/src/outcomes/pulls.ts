import { allOf, type Database } from '@hookline/db';
import { type RawBuilder, sql } from 'kysely';
import type { PullRow } from '../pulls/pulls.ts';
import { pullParts } from './pull-costs.ts';

/** A pull request with what became of it, and the sessions that worked on it. */
export interface Pull
  extends Pick<
    PullRow,
    | 'project'
    | 'repository'
    | 'number'
    | 'title'
    | 'url'
    | 'state'
    | 'branch'
    | 'base'
    | 'author'
    | 'openedAt'
    | 'mergedAt'
    | 'closedAt'
    | 'reviews'
    | 'approvals'
    | 'changesRequested'
  > {
  readonly ciOk: number;
  readonly ciFailed: number;
  /** Our ids of the sessions that worked on it. */
  readonly sessions: readonly string[];
  /** What they cost, as far as it is this pull request's; null while not all of it is known. */
  readonly costUsd: number | null;
  /** When it was merged or closed, else when it was first opened. */
  readonly movedAt: string;
}

export interface PullFilter {
  readonly state?: 'open' | 'merged' | 'closed' | undefined;
  readonly project?: string | undefined;
  /** Only those that moved since then (see `movedAt`); ISO 8601. */
  readonly since?: string | undefined;
  readonly limit: number;
  /** Goes on after the last one of the page before. */
  readonly after?: { readonly movedAt: string; readonly pull: string } | undefined;
}

const moved = 'coalesce(p.merged_at, p.closed_at, p.opened_at, p.at)';

/** Pull requests, the one that moved last first. */
export async function listPulls(db: Database, filter: PullFilter): Promise<(Pull & { readonly pull: string })[]> {
  const { rows } = await sql<Pull & { pull: string }>`
    with ${sql.raw(pullParts)},
    chosen as materialized (
      select p.*, ${sql.raw(moved)} as moved_at from read.pulls p where ${conditions(filter)}
      order by moved_at desc, p.pull desc limit ${filter.limit}
    )
    select p.pull, p.project, p.repository, p.number, p.title, p.url, p.state, p.branch, p.base, p.author,
      p.opened_at, p.merged_at, p.closed_at, p.reviews, p.approvals, p.changes_requested, p.moved_at,
      coalesce(ci.ok, 0) as ci_ok, coalesce(ci.failed, 0) as ci_failed,
      coalesce(made.sessions, array[]::text[]) as sessions, made.cost_usd
    from chosen p
    left join lateral (
      select array_agg(part.session order by part.session) as sessions,
        case when bool_and(part.priced) then sum(part.share) end as cost_usd
      from pull_parts part
      where part.project = p.project and part.repository = p.repository and part.ref = p.number::text
    ) made on true
    left join lateral (
      select count(distinct (c.name, c.run, c.attempt)) filter (where c.outcome = 'ok') as ok,
        count(distinct (c.name, c.run, c.attempt)) filter (where c.outcome = 'failed') as failed
      from read.code c
      where c.project = p.project and c.repository = p.repository and c.kind = 'ci.finished'
        and (
          exists (select 1 from json_array_elements_text(c.pulls) spoken(number) where spoken.number = p.number::text)
          or exists (select 1 from json_array_elements_text(p.commits) held(hash) where held.hash = c.commits ->> 0)
        )
    ) ci on true
    order by p.moved_at desc, p.pull desc`.execute(db.kysely);
  return rows;
}

function conditions({ state, project, since, after }: PullFilter): RawBuilder<unknown> {
  return allOf([
    state === undefined ? undefined : sql`p.state = ${state}`,
    project === undefined ? undefined : sql`p.project = ${project}`,
    since === undefined ? undefined : sql`${sql.raw(moved)} >= ${since}`,
    after === undefined
      ? undefined
      : sql`(${sql.raw(moved)}, p.pull) < (${after.movedAt}::timestamptz, ${after.pull} collate "C")`,
  ]);
}
