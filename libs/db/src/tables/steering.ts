import type { Cause } from '@hookline/schemas';
import type { ColumnType, Generated } from 'kysely';

export interface SteerMessagesTable {
  message: string;
  session: string;
  /** The project of the session; of a refused one, of whoever sent it. */
  project: string;
  text: string;
  by: string;
  at: 'prompt' | 'call' | null;
  /** Expired and refused may still become delivered: what the log tells of its end wins. */
  state: 'waiting' | 'delivered' | 'expired' | 'refused';
  sentAt: Generated<string>;
  expiresAt: string;
  endedAt: string | null;
  surface: string | null;
  call: string | null;
  reason: string | null;
  /** Of `steer.sent` in the log. */
  position: number | null;
  /** Of the one `steer.ended` that counts. */
  endedPosition: number | null;
  firing: string | null;
  cause: ColumnType<Cause | null, string | null, never>;
}

export interface ApprovalsTable {
  approval: string;
  question: string;
  by: string;
  project: string;
  session: string | null;
  position: number | null;
  /** What is done when it is approved, a line each. */
  lines: ColumnType<readonly string[], string, never>;
  /** The same as actions of the firing, filled, and what they are done with. */
  held: ColumnType<unknown, string, never>;
  firing: string | null;
  cause: ColumnType<Cause | null, string | null, never>;
  state: Generated<'waiting' | 'approved' | 'rejected' | 'expired'>;
  askedAt: Generated<string>;
  expiresAt: string;
  decidedAt: string | null;
  decidedBy: string | null;
  via: 'console' | 'api' | 'link' | 'nobody' | null;
  comment: string | null;
  /** What links are signed with: known to nobody else, and of no use for another question. */
  linkKey: string;
}

export interface WebhookDeliveriesTable {
  delivery: string;
  firing: string;
  url: string;
  /** Of the address: all of it that people are shown. */
  host: Generated<string>;
  secretName: string;
  body: string;
  state: Generated<'due' | 'delivered' | 'dead'>;
  attempts: Generated<number>;
  dueAt: Generated<string>;
  status: number | null;
  error: string | null;
  project: Generated<string>;
  session: string | null;
  cause: ColumnType<Cause | null, string | null | undefined, never>;
  /** The question it tells somebody of: its signed link is made when it is sent, and kept nowhere. */
  approval: string | null;
  createdAt: Generated<string>;
  endedAt: string | null;
  /** How often somebody had it tried again after it was dead, and who did last. */
  redriven: Generated<number>;
  redrivenBy: string | null;
}
