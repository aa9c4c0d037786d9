import type { ColumnType, Generated } from 'kysely';

/** Versions of policies; of each policy one at most is in force. */
export interface PoliciesTable {
  name: string;
  version: string;
  /** The file's text. */
  source: string;
  path: string;
  /** shadow, enforce. */
  mode: string;
  /** open, closed. */
  onFailure: string;
  /** Ids of the projects it is for; null where it is for all. */
  projects: ColumnType<readonly string[] | null, string | null, string | null>;
  publishedAt: Generated<string>;
  withdrawnAt: string | null;
}

/** What keeps files of policies from coming into force. */
export interface PolicyFaultsTable {
  number: Generated<number>;
  path: string;
  message: string;
}

/** How often a policy decided what, by project. */
export interface PolicyDecisionsTable {
  policy: string;
  project: string;
  mode: string;
  /** deny, ask, allow, open, closed: the last two where it could not decide. */
  decision: string;
  count: number;
  lastAt: string;
  /** Up to here the log is counted. */
  lastPosition: number;
}
