import { toldOfSessions } from '@hookline/db';
import { type RawBuilder, sql } from 'kysely';

/**
 * The sessions that belong to a project, as a SELECT of `session`: those whose first event in the log is of it. What
 * somebody publishes into a session later changes nothing about that. All sessions where no project is given.
 */
export function ownSessions(project: string | undefined): RawBuilder<unknown> {
  if (project === undefined) return sql`select session from read.sessions`;
  return sql`
    select s.session from read.sessions s
    where (
      select e.project from ${toldOfSessions} e
      where e.session = s.session and e.project <> '-' order by e.position limit 1
    ) = ${project}`;
}
