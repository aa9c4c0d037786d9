import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import { readModels } from '../read-models.ts';
import { type Liveness, livenessOf, type Waiting, waitingFor } from './liveness.ts';
import type { SessionRow } from './session-row.ts';

/** What the other read models know of a session, counted when it is asked. */
export interface SessionCounts {
  readonly calls: number;
  readonly openCalls: number;
  /** Failed and denied calls. */
  readonly failures: number;
  /** Distinct paths. */
  readonly filesRead: number;
  readonly filesWritten: number;
  readonly agents: number;
  /** A class that no model call reported is null. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly reasoningTokens: number | null;
  /** As the view `read.session_costs` has it; null when nobody knows any of it. */
  readonly costUsd: number | null;
  /** Whether the harness said so, prices said so, or partly the one and partly the other. */
  readonly costSource: 'reported' | 'computed' | 'mixed' | null;
  /** Model calls whose cost nobody knows: it is not in `costUsd`. */
  readonly unpricedCalls: number;
  readonly quarantined: boolean;
}

/** A session with its state at the moment of asking. */
export interface SessionSummary extends SessionRow, SessionCounts {
  readonly state: Liveness;
  readonly waitingFor: Waiting | null;
}

export interface SessionFilter {
  /** The moment that states are told for. */
  readonly asOf: string;
  readonly project?: string | undefined;
  readonly harness?: string | undefined;
  readonly actor?: string | undefined;
  /** Only sessions with something in them since then. */
  readonly since?: string | undefined;
  readonly state?: Liveness | undefined;
  /** Words of the title. */
  readonly title?: string | undefined;
  /** 100 where not given. */
  readonly limit?: number | undefined;
  /** Goes on after the last row of the page before. */
  readonly before?: { readonly lastEventAt: string; readonly session: string } | undefined;
}

const pageSize = 200;

/** Sessions, the one with the newest event first. */
export async function listSessions(db: Database, filter: SessionFilter): Promise<SessionSummary[]> {
  const limit = filter.limit ?? 100;
  const found: SessionRow[] = [];
  let before = filter.before;
  while (found.length < limit) {
    const page = await pageOf(db, filter, before, filter.state === undefined ? limit : pageSize);
    const fitting = page.filter((row) => filter.state === undefined || livenessOf(row, filter.asOf) === filter.state);
    found.push(...fitting.slice(0, limit - found.length));
    const last = page[page.length - 1];
    if (last === undefined || page.length < (filter.state === undefined ? limit : pageSize)) break;
    before = { lastEventAt: last.lastEventAt ?? last.startedAt, session: last.session };
  }
  return await summaries(db, found, filter.asOf);
}

async function pageOf(
  db: Database,
  filter: SessionFilter,
  before: SessionFilter['before'],
  limit: number,
): Promise<SessionRow[]> {
  const lastSeen = sql<string>`coalesce(last_event_at, started_at)`;
  let query = readModels(db).selectFrom('read.sessions').selectAll();
  if (filter.project !== undefined) query = query.where('project', '=', filter.project);
  if (filter.harness !== undefined) query = query.where('harness', '=', filter.harness);
  if (filter.actor !== undefined) query = query.where('actor', '=', filter.actor);
  if (filter.since !== undefined) query = query.where(lastSeen, '>=', filter.since);
  if (filter.title !== undefined) {
    query = query.where(sql<boolean>`position(lower(${filter.title}) in lower(title)) > 0`);
  }
  if (before !== undefined) {
    query = query.where(
      sql<boolean>`(${lastSeen}, session) < (${before.lastEventAt}::timestamptz, ${before.session} collate "C")`,
    );
  }
  return await query.orderBy(lastSeen, 'desc').orderBy('session', 'desc').limit(limit).execute();
}

/** One session by our id. */
export async function getSession(
  db: Database,
  session: string,
  { asOf }: { readonly asOf: string },
): Promise<SessionSummary | undefined> {
  const rows = await readModels(db).selectFrom('read.sessions').selectAll().where('session', '=', session).execute();
  return (await summaries(db, rows, asOf))[0];
}

const prefixLengthMin = 6;

/**
 * The session that somebody means by our id, the harness's own id, or a unique beginning of either of at least six
 * characters. Without `session`, `candidates` (at most `candidatesMax`) has what it could be.
 */
export async function resolveSession(
  db: Database,
  meant: string,
  candidatesMax = 20,
): Promise<{ session?: string; candidates: string[] }> {
  const exact = await readModels(db)
    .selectFrom('read.sessions')
    .select('session')
    .where(({ or, eb }) => or([eb('session', '=', meant), eb('nativeSession', '=', meant)]))
    .limit(candidatesMax)
    .execute();
  const rows =
    exact.length > 0 || meant.length < prefixLengthMin
      ? exact
      : await readModels(db)
          .selectFrom('read.sessions')
          .select('session')
          .where(({ or, eb }) =>
            or([
              eb('session', '^@', meant),
              eb('nativeSession', '^@', meant),
              eb(sql<string>`substr(session, strpos(session, ':') + 1)`, '^@', meant),
            ]),
          )
          .limit(candidatesMax)
          .execute();
  const candidates = rows.map(({ session }) => session).sort();
  const only = candidates.length === 1 ? candidates[0] : candidates.find((session) => session === meant);
  return only === undefined ? { candidates } : { session: only, candidates };
}

async function summaries(db: Database, rows: readonly SessionRow[], asOf: string): Promise<SessionSummary[]> {
  const counts = await countsOf(
    db,
    rows.map(({ session }) => session),
  );
  return rows.map((row) => {
    const counted = counts.get(row.session)!;
    return {
      ...row,
      ...counted,
      state: livenessOf(row, asOf),
      waitingFor: row.endedAt === null ? (waitingFor(row) ?? null) : null,
    };
  });
}

async function countsOf(db: Database, sessions: readonly string[]): Promise<Map<string, SessionCounts>> {
  if (sessions.length === 0) return new Map();
  const { rows } = await sql<SessionCounts & { session: string }>`
    select s.session,
      coalesce(c.calls, 0) as calls, coalesce(c.open_calls, 0) as open_calls, coalesce(c.failures, 0) as failures,
      coalesce(f.files_read, 0) as files_read, coalesce(f.files_written, 0) as files_written,
      coalesce(a.agents, 0) as agents,
      u.input_tokens::bigint, u.output_tokens::bigint, u.cache_read_tokens::bigint, u.cache_write_tokens::bigint,
      u.reasoning_tokens::bigint, p.cost_usd, coalesce(p.unpriced_calls, 0) as unpriced_calls,
      case when p.reported_usd is not null and p.computed_usd is not null then 'mixed'
        when p.reported_usd is not null then 'reported' when p.computed_usd is not null then 'computed' end as cost_source,
      exists (
        select 1 from quarantine q join projections p using (relation) where q.session = s.session and p.state = 'live'
      ) as quarantined
    from unnest(${sessions}::text[]) as s(session)
    left join lateral (
      select count(*) as calls, count(*) filter (where outcome = 'running') as open_calls,
        count(*) filter (where outcome in ('failed', 'denied')) as failures
      from read.calls where calls.session = s.session
    ) c on true
    left join lateral (
      select count(distinct path) filter (where how = 'read') as files_read,
        count(distinct path) filter (where how in ('create', 'edit', 'delete', 'move')) as files_written
      from read.files where files.session = s.session
    ) f on true
    left join lateral (select count(*) as agents from read.agents where agents.session = s.session) a on true
    left join lateral (
      select sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens,
        sum(cache_read_tokens) as cache_read_tokens, sum(cache_write_tokens) as cache_write_tokens,
        sum(reasoning_tokens) as reasoning_tokens
      from read.usage where usage.session = s.session
    ) u on true
    left join lateral (
      select cost_usd, reported_usd, computed_usd, unpriced_calls
      from read.session_costs where session_costs.session = s.session offset 0
    ) p on true`.execute(db.kysely);
  return new Map(rows.map(({ session, ...counts }) => [session, counts]));
}
