import type { Cause } from '@hookline/schemas';
import type { ColumnType, Generated } from 'kysely';

/** The last fence given out in each project. Locking its row is what decides between takers. */
export interface ClaimFencesTable {
  project: string;
  fence: Generated<number>;
}

export interface ClaimsTable {
  claim: string;
  project: string;
  kind: 'path' | 'glob' | 'task';
  resource: string;
  holder: string;
  session: string | null;
  fence: number;
  purpose: string | null;
  state: Generated<'held' | 'released' | 'expired' | 'revoked'>;
  takenAt: string;
  expiresAt: string;
  endedAt: string | null;
  endedBy: string | null;
  cause: ColumnType<Cause | null, string | null, never>;
  /** Ids of the refusals on its account that were told already. */
  refusals: Generated<string[]>;
}

/** Where the log says that a claim was taken. Apart from the claims: whoever reads the log keeps no taker waiting. */
export interface ClaimPositionsTable {
  claim: string;
  position: number;
}

/** The clock of the log as conflicts know it: one row. */
export interface ConflictClockTable {
  one: Generated<boolean>;
  at: string;
}

export interface ConflictSessionsTable {
  session: string;
  lastAt: string;
  endedAt: string | null;
  /** `SessionNotes` of the orchestrator's conflicts. */
  notes: ColumnType<unknown, string, string>;
}

export interface ConflictWritesTable {
  project: string;
  path: string;
  session: string;
  lastAt: string;
  /** `Write` of the orchestrator's conflicts. */
  write: ColumnType<unknown, string, string>;
}

export interface ConflictsTable {
  conflict: string;
  project: string;
  path: string;
  /** Who the two are: the same for every conflict of theirs. */
  pair: string;
  sessions: string[];
  firstAt: string;
  lastAt: string;
  /** Of the event that made it one. */
  position: number;
  /** The messages by which its sessions were told. */
  told: ColumnType<readonly { session: string; message: string }[], string | undefined, never>;
  /** `data` of its `conflict.detected`. */
  found: ColumnType<unknown, string, never>;
}
