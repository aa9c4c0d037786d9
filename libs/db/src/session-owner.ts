import { type RawBuilder, sql } from 'kysely';

/**
 * As a table of SQL (`session, project, position`): everything that was ever told of a session, with the project it was
 * told for. A session belongs to the project of the first of them by position that is not `-`; that does not change when
 * retention deletes the event.
 */
export const toldOfSessions: RawBuilder<unknown> = sql`(
  select session, project, position from events
  union all select session, project, position from expired_events)`;
