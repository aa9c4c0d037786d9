import { allOf, type Database } from '@hookline/db';
import type { FileRow } from '@hookline/projections';
import { sql } from 'kysely';

/** One file of a project through all sessions. */
export interface FileOfProject {
  readonly project: string;
  /** In the project: people and worktrees have it in folders of their own. */
  readonly path: string;
  readonly sessions: number;
  readonly reads: number;
  readonly writes: number;
  readonly lastAt: string;
  readonly lastSession: string;
}

export interface FilesAsked {
  readonly project: string | undefined;
  /** Words that the path holds, in any order; letters alike, small or capital. */
  readonly words: readonly string[];
  readonly before: { readonly lastAt: string; readonly project: string; readonly path: string } | undefined;
  readonly limit: number;
}

/** The folder in which a session has its project. */
const root = sql`rtrim(coalesce(s.project_root, s.cwd), '/')`;

/** Files that sessions read or wrote, the one that was touched last first. */
export async function listFilesOfProjects(db: Database, asked: FilesAsked): Promise<FileOfProject[]> {
  const { project, words, before, limit } = asked;
  const filters = [
    project === undefined ? undefined : sql`project = ${project}`,
    ...words.map((word) => sql`strpos(lower(path), ${word.toLowerCase()}) > 0`),
  ];
  const page =
    before === undefined
      ? sql`true`
      : sql`(date_trunc('milliseconds', max(at)), project, path) < (${before.lastAt}, ${before.project}, ${before.path})`;
  const { rows } = await sql<FileOfProject>`
    with touched as (
      select f.project, f.session, f.how, f.at, f.position,
        case when starts_with(f.path, ${root} || '/') then substr(f.path, length(${root}) + 2) else f.path end as path
      from read.files f left join read.sessions s on s.session = f.session
    )
    select project, path,
      count(distinct session)::int as sessions,
      count(*) filter (where how = 'read')::int as reads,
      count(*) filter (where how not in ('read', 'change'))::int as writes,
      date_trunc('milliseconds', max(at)) as last_at,
      (array_agg(session order by at desc, position desc))[1] as last_session
    from touched
    where ${allOf(filters)}
    group by project, path
    having ${page}
    order by last_at desc, project desc, path desc
    limit ${limit}`.execute(db.kysely);
  return rows;
}

/**
 * Accesses to one file, of one project or of all, through all sessions, newest first. `path` is the one in the project, or
 * that of one of its sessions; each access has the path that its session has it by.
 */
export async function listAccesses(
  db: Database,
  asked: {
    readonly project: string | undefined;
    readonly path: string;
    readonly before: { readonly at: string; readonly position: number } | undefined;
    readonly limit: number;
  },
): Promise<FileRow[]> {
  const { project, path, before, limit } = asked;
  const within = project === undefined ? sql`true` : sql`f.project = ${project}`;
  const ofProject = project === undefined ? sql`true` : sql`s.project = ${project}`;
  const page = before === undefined ? sql`true` : sql`(at, position) < (${before.at}, ${before.position})`;
  const { rows } = await sql<FileRow>`
    with roots as materialized (
      select distinct ${root} as folder from read.sessions s where ${ofProject} and ${root} <> ''
    ), common as materialized (
      select coalesce(
        (
          select substr(${path}, length(folder) + 2) from roots
          where starts_with(${path}, folder || '/') order by length(folder) desc limit 1
        ), ${path}) as path
    ), names as materialized (
      select path from common union select folder || '/' || path from roots, common union select ${path}
    )
    select f.* from names n join read.files f on md5(f.path) = md5(n.path) and f.path = n.path
    where ${within} and ${page}
    order by at desc, position desc
    limit ${limit}`.execute(db.kysely);
  return rows;
}
