import { allOf, type Database } from '@hookline/db';
import type { FileRow } from '@hookline/projections';
import { sql } from 'kysely';

/** One path of a project through all sessions. */
export interface FileOfProject {
  readonly project: string;
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
    select project, path,
      count(distinct session)::int as sessions,
      count(*) filter (where how = 'read')::int as reads,
      count(*) filter (where how not in ('read', 'change'))::int as writes,
      date_trunc('milliseconds', max(at)) as last_at,
      (array_agg(session order by at desc, position desc))[1] as last_session
    from read.files
    where ${allOf(filters)}
    group by project, path
    having ${page}
    order by last_at desc, project desc, path desc
    limit ${limit}`.execute(db.kysely);
  return rows;
}

/** Accesses to one path, of one project or of all, through all sessions, newest first. */
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
  const within = project === undefined ? sql`true` : sql`project = ${project}`;
  const page = before === undefined ? sql`true` : sql`(at, position) < (${before.at}, ${before.position})`;
  const { rows } = await sql<FileRow>`
    select * from read.files
    where ${within} and md5(path) = md5(${path}) and path = ${path} and ${page}
    order by at desc, position desc
    limit ${limit}`.execute(db.kysely);
  return rows;
}
