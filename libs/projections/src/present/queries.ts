import type { Database } from '@hookline/db';
import type { Effect } from '@hookline/schemas';
import { sql } from 'kysely';

/** A call that has not ended, or something that it left running in the background. */
export interface Doing {
  readonly session: string;
  readonly call: string;
  readonly tool: string | null;
  /** The command, else what it acts on, else what the model called it; at most 400 characters. */
  readonly what: string | null;
  readonly effects: readonly Effect[];
  readonly agent: string | null;
  readonly since: string | null;
  readonly position: number;
  readonly background: boolean;
}

/** One file that several of the sessions touched, of which at least one wrote it. */
export interface SharedFile {
  readonly project: string;
  /** From the folder of each session's project on, where it lies in there: worktrees and machines are one file then. */
  readonly path: string;
  /** The one that touched it last comes first. */
  readonly sessions: readonly { readonly session: string; readonly wrote: boolean; readonly at: string }[];
}

/** What sessions do at this moment, and which of them are in the same files. */
export interface Present {
  readonly doing: readonly Doing[];
  readonly shared: readonly SharedFile[];
}

const doingMax = 2000;
const sharedMax = 100;

/** Of these sessions. Files count when they were touched at `filesSince` or later. */
export async function presentOf(
  db: Database,
  sessions: readonly string[],
  { filesSince }: { readonly filesSince: string },
): Promise<Present> {
  if (sessions.length === 0) return { doing: [], shared: [] };
  const [doing, shared] = await Promise.all([doingOf(db, sessions), sharedBy(db, sessions, filesSince)]);
  return { doing, shared };
}

async function doingOf(db: Database, sessions: readonly string[]): Promise<Doing[]> {
  const { rows } = await sql<Doing>`
    select session, call, tool, effects, agent, started_at as since, position,
      ended_at is not null as background,
      left(coalesce(
        case json_typeof(input->'command')
          when 'string' then input->>'command'
          when 'array' then (select string_agg(part, ' ') from json_array_elements_text(input->'command') part)
          when 'object' then input->'command'->>'head'
        end,
        case when json_array_length(effects) = 1 then effects->0->>'object' end,
        description
      ), 400) as what
    from read.calls
    where session = any(${sessions}::text[])
      and (ended_at is null or (background is not null and background_ended_at is null))
    order by position desc
    limit ${doingMax}`.execute(db.kysely);
  return rows;
}

async function sharedBy(db: Database, sessions: readonly string[], since: string): Promise<SharedFile[]> {
  const { rows } = await sql<{ project: string; path: string; session: string; wrote: boolean; at: string }>`
    with touched as (
      select f.project, f.session, max(f.at) as at, bool_or(f.how <> 'read') as wrote,
        case when starts_with(f.path, coalesce(s.project_root, s.cwd) || '/')
          then substr(f.path, length(coalesce(s.project_root, s.cwd)) + 2) else f.path end as path
      from read.files f join read.sessions s using (session)
      where f.session = any(${sessions}::text[]) and f.how <> 'change' and f.at >= ${since}
      group by 1, 2, 5
    ), shared as (
      select project, path, max(at) as newest from touched
      group by 1, 2 having count(*) > 1 and bool_or(wrote)
      order by newest desc limit ${sharedMax}
    )
    select project, path, session, wrote, at from touched join shared using (project, path)
    order by newest desc, project, path, at desc`.execute(db.kysely);
  return [...Map.groupBy(rows, ({ project, path }) => JSON.stringify([project, path])).values()].map((of) => ({
    project: of[0]!.project,
    path: of[0]!.path,
    sessions: of.map(({ session, wrote, at }) => ({ session, wrote, at })),
  }));
}
