import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import type { AnyProjection } from '../projection.ts';
import { versionsOf } from './snapshots.ts';

/** Which sessions to look at. */
export interface Looked {
  /** Only those with events behind this position, and up to the next one. */
  readonly after?: number | undefined;
  readonly until?: number | undefined;
  /** Only those that sort behind this one. */
  readonly afterSession?: string | undefined;
  readonly limit: number;
}

/** Sessions that have grown by `every` events or more since their last snapshot of some read model, by name. */
export async function dueSessions(
  db: Database,
  projections: readonly AnyProjection[],
  every: number,
  { after, until, afterSession, limit }: Looked,
): Promise<string[]> {
  const touched =
    after === undefined
      ? sql``
      : sql`and s.session in (
          select distinct session from events where position > ${after} and position <= ${until ?? after}
        )`;
  const { rows } = await sql<{ session: string }>`
    select s.session from read.sessions s
    where s.events >= ${every} and s.session > ${afterSession ?? ''} ${touched}
      and s.events - ${every} >= (
        select min(coalesce(
          (
            select events from snapshots one
            where one.session = s.session and one.model = m.model and one.version = m.version
            order by position desc limit 1
          ), 0))
        from ${versionsOf(projections)}
      )
    order by s.session limit ${limit}`.execute(db.kysely);
  return rows.map(({ session }) => session);
}
