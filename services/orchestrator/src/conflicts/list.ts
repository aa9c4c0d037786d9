import type { Database } from '@hookline/db';
import { type RawBuilder, sql } from 'kysely';
import { type Closing, type Conflict, shownSide } from './conflict.ts';
import { windowMs } from './fold.ts';
import type { ConflictData, Side } from './sides.ts';

export interface ConflictQuery {
  readonly id?: string | undefined;
  readonly project?: string | undefined;
  readonly session?: string | undefined;
  readonly path?: string | undefined;
  readonly open?: boolean | undefined;
  readonly limit: number;
  /** The id of the last one of the page before. */
  readonly cursor?: string | undefined;
}

interface Row {
  readonly conflict: string;
  readonly project: string;
  readonly path: string;
  readonly position: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly found: ConflictData;
  /** By side: when and how its part ended, or null. */
  readonly closings: readonly ({ readonly at: string; readonly how: string } | null)[];
  readonly told: Conflict['told'];
}

const silence = sql`make_interval(secs => ${windowMs / 1000})`;

/** When and how the part of a session in the conflict `c` ended, as json; null while it goes on. */
function endOfSession(session: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select json_build_object('at', ended.at at time zone 'utc', 'how', ended.how) from (
      select s.ended_at as at, 'ended' as how from conflict_sessions s
        where s.session = ${session} and s.ended_at is not null
      union all
      select s.last_at + ${silence}, 'silent' from conflict_sessions s
        where s.session = ${session} and s.ended_at is null and s.last_at < now() - ${silence}
      union all
      select c.last_at + ${silence}, 'forgotten'
        where not exists (select 1 from conflict_sessions s where s.session = ${session})
    ) ended limit 1)`;
}

/** The same for a claim, whatever became of its session: it is held until it ends. */
function endOfClaim(claim: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select json_build_object('at', ended.at at time zone 'utc', 'how', ended.how) from (
      select least(l.ended_at, l.expires_at) as at, case l.state when 'held' then 'expired' else l.state end as how
        from claims l where l.claim = ${claim} and (l.state <> 'held' or l.expires_at <= now())
      union all
      select c.last_at + ${silence}, 'forgotten' where not exists (select 1 from claims l where l.claim = ${claim})
    ) ended limit 1)`;
}

const [first, second] = [sql`(c.found->'sides'->0)`, sql`(c.found->'sides'->1)`];
const closings = sql`json_build_array(
  ${endOfSession(sql`${first}->>'session'`)},
  case when c.found->>'why' = 'claimed' then ${endOfClaim(sql`${second}->>'claim'`)}
    else ${endOfSession(sql`${second}->>'session'`)} end)`;

/** Conflicts, the newest first, one more than `limit` where there are more. Whether one is open is found out now. */
export async function listConflicts({ kysely }: Database, query: ConflictQuery): Promise<Conflict[]> {
  const { id, project, session, path, open, limit, cursor } = query;
  const conditions = [
    id === undefined ? undefined : sql`c.conflict = ${id}`,
    project === undefined ? undefined : sql`c.project = ${project}`,
    session === undefined ? undefined : sql`c.sessions @> array[${session}::text]`,
    path === undefined ? undefined : sql`c.path = ${path}`,
    cursor === undefined
      ? undefined
      : sql`(c.position, c.conflict) < (select position, conflict from conflicts where conflict = ${cursor})`,
  ].flatMap((condition) => condition ?? []);
  const closed = sql`(closings->>0 is not null or closings->>1 is not null)`;
  const { rows } = await sql<Row>`
    select * from (
      select c.conflict, c.project, c.path, c.position, c.first_at as "firstAt", c.last_at as "lastAt", c.found,
        ${closings} as closings,
        (select coalesce(json_agg(json_build_object('session', t->>'session', 'message', t->>'message',
            'state', coalesce(m.state, 'unknown'))), '[]')
          from json_array_elements(c.told) t left join steer_messages m on m.message = t->>'message') as told
      from conflicts c
      where ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)}
    ) listed
    where ${open === undefined ? sql`true` : open ? sql`not ${closed}` : closed}
    order by position desc, conflict desc limit ${limit + 1}`.execute(kysely);
  return rows.map(shown);
}

function shown(row: Row): Conflict {
  const { sides, why, sameFolder } = row.found;
  const ends = row.closings.flatMap((closing, index) =>
    closing === null ? [] : closingOfSide(closing, sides[index]!),
  );
  const earliest = ends.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
  return {
    ...{ id: row.conflict, project: row.project, path: row.path, why, sameFolder },
    ...{ detectedAt: row.firstAt, lastAt: row.lastAt, position: row.position },
    open: earliest === undefined,
    closedAt: earliest?.at ?? null,
    closedWhy: earliest?.why ?? null,
    sides: sides.map(shownSide),
    told: row.told,
  };
}

function closingOfSide({ at, how }: { at: string; how: string }, side: Side): Closing {
  const claim = `the claim of ${side.holder}`;
  const why: Readonly<Record<string, string>> = {
    ended: `${side.session} ended`,
    silent: `${side.session} was silent for ${windowMs / 60_000} minutes`,
    forgotten: 'it was long ago',
    released: `${claim} was released`,
    expired: `${claim} expired`,
    revoked: `${claim} was revoked`,
  };
  return { at: new Date(`${at}Z`).toISOString(), why: why[how] ?? how };
}
