import { archiveRange, type Moment } from '@hookline/db';
import { ApiError } from '@hookline/http';
import { type SessionState, stateAt } from '@hookline/projections';
import type { ApiContext } from './context.ts';

/**
 * What some read models had of a session at a moment. Throws 404 with the valid range when nothing of it had happened by
 * then.
 */
export async function stateOf(
  { db }: ApiContext,
  session: string,
  moment: Moment,
  models: readonly string[],
): Promise<SessionState> {
  const state = await stateAt(db, session, moment, { models, hashed: [] });
  if (state.rows.sessions.length > 0) return state;
  const range = await archiveRange(db, session);
  const { first, last } = range ?? { first: 0, last: 0 };
  throw new ApiError(404, 'out-of-range', `nothing of this session had happened at position ${moment.at ?? 0}`, {
    hint: `ask for positions from ${first} to ${last}`,
  });
}
