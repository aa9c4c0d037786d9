import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import { listInSession } from '../list-in-session.ts';
import { type Page, readModels } from '../read-models.ts';
import type { FileRow } from './files.ts';

/** The accesses to files of a session in its order. */
export function listFiles(db: Database, session: string, page: Page = {}): Promise<FileRow[]> {
  return listInSession(db, 'read.files', session, page);
}

/** Who read and wrote one path of a project, through all sessions, newest first. */
export async function fileHistory(
  db: Database,
  { project, path, limit }: { readonly project: string; readonly path: string; readonly limit?: number },
): Promise<FileRow[]> {
  return await readModels(db)
    .selectFrom('read.files')
    .selectAll()
    .where('project', '=', project)
    .where(sql<boolean>`md5(path) = md5(${path})`)
    .where('path', '=', path)
    .orderBy('at', 'desc')
    .orderBy('position', 'desc')
    .limit(limit ?? 500)
    .execute();
}
