import type { Database } from '@hookline/db';
import { listInSession } from '../list-in-session.ts';
import type { Page } from '../read-models.ts';
import type { MessageRow } from './messages.ts';

/** The messages of a session in its order. */
export function listMessages(db: Database, session: string, page: Page = {}): Promise<MessageRow[]> {
  return listInSession(db, 'read.messages', session, page);
}
