import type { Database } from '@hookline/db';
import type { CloudEvent, RecordedEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import type { Tie } from '../views/code-ties.ts';

/** An event of a code host that belongs to a session, and by what. */
export interface TiedEvent extends RecordedEvent {
  readonly by: Tie;
}

/**
 * What code hosts told of a session's work, in the order of its time; of more than `limit` the newest. With `project`
 * only what belongs to that.
 */
export async function codeOfSession(
  db: Database,
  session: string,
  { project, limit }: { readonly project?: string | undefined; readonly limit: number },
): Promise<TiedEvent[]> {
  const within = project === undefined ? sql`` : sql`and c.project = ${project}`;
  const { rows } = await sql<{ position: string; event: CloudEvent; by: Tie }>`
    select e.position, e.event, t.tie as "by"
    from read.code_ties t
      join read.code c on c.event = t.event
      join events e on e.position = c.position
    where t.session = ${session} ${within}
    order by c.at desc, c.position desc limit ${limit}`.execute(db.kysely.withoutPlugins());
  return rows.map((row) => ({ ...row, position: Number(row.position) })).reverse();
}
