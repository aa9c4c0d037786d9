import type { Grant } from '@hookline/access';
import { type Expiry, expiryOfEvent } from '@hookline/archive/retention';
import type { Database } from '@hookline/db';
import { ApiError } from '@hookline/http';
import { readable } from './session-scope.ts';

/** What readers are told of something that retention deleted. */
export function expired(what: string, { at, rule, run }: Expiry): ApiError {
  return new ApiError(410, 'expired', `${what} expired: retention deleted it on ${at} by the rule "${rule}"`, {
    hint: `GET /v1/retention tells of run ${run}; an archive written before that time has it (hookline archive)`,
  });
}

/** Throws 410 for a position whose event expired, to those who might have read it. */
export async function refuseExpired(db: Database, grant: Grant, position: number): Promise<void> {
  const expiry = await expiryOfEvent(db, position);
  if (expiry === undefined) return;
  const { project, session, kind } = expiry;
  const mayKnow = grant.project === undefined || grant.project === project;
  if (mayKnow || (await readable(db, grant, [session])).length > 0) throw expired(`the ${kind} at ${position}`, expiry);
}
