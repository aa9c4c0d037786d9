import type { Database } from '@hookline/db';
import { listInSession } from '../list-in-session.ts';
import type { Page } from '../read-models.ts';
import type { PlanRow } from './plans.ts';

/** The changes of a session's list of things to do, in its order; `planAt` makes the list of them. */
export function listPlans(db: Database, session: string, page: Page = {}): Promise<PlanRow[]> {
  return listInSession(db, 'read.plans', session, page);
}
