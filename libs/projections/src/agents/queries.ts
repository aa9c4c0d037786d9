import type { Database } from '@hookline/db';
import { listInSession } from '../list-in-session.ts';
import type { Page } from '../read-models.ts';
import type { AgentRow } from './agents.ts';

/** The agents of a session in its order. */
export function listAgents(db: Database, session: string, page: Page = {}): Promise<AgentRow[]> {
  return listInSession(db, 'read.agents', session, page);
}
