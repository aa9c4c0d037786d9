import type { Cause } from '@hookline/schemas';
import type { ColumnType, Generated } from 'kysely';

/** Versions of rules that came into force, with the position from which each may act. */
export interface RulesTable {
  name: string;
  version: string;
  /** The file's text. */
  source: string;
  gate: number;
  publishedAt: Generated<string>;
  /** Where it came from: folder, git, api. */
  origin: Generated<string>;
  path: string | null;
  commit: string | null;
  publishedBy: Generated<string>;
  /** The engine's clock when it came into force, Unix milliseconds. */
  publishedAtClock: Generated<number>;
  /** Up to where the log was read to bring its state about; null until then. */
  warmPosition: number | null;
  withdrawnAt: string | null;
  /** What its own tests gave when it came into force. */
  checks: ColumnType<RuleChecks | null, string | null | undefined, string | null>;
}

/** Results of the tests inside a rule, and what of its clauses they tried. */
export interface RuleChecks {
  readonly tests: readonly {
    readonly name: string;
    readonly passed: boolean;
    readonly expected: number;
    readonly found: number;
    readonly message: string | null;
  }[];
  readonly coverage: {
    readonly clauses: readonly {
      readonly clause: string;
      readonly line: number | null;
      readonly times: number;
      readonly heldTrue: number;
      readonly heldFalse: number;
    }[];
    readonly note: string | null;
  } | null;
}

export interface FiringsTable {
  firing: string;
  rule: string;
  version: string;
  key: string;
  /** Of the event that completed it; of a schedule, where the log stood. */
  position: number;
  at: Generated<string>;
  project: Generated<string>;
  session: Generated<string>;
  clockMs: Generated<number>;
  /** The matched events: id, position, kind, time, session, step. */
  matches: ColumnType<readonly FiringMatch[], string | undefined, never>;
  cause: ColumnType<Cause | null, string | null | undefined, never>;
  /** What each action does, in a line. */
  actions: ColumnType<readonly string[], string | undefined, never>;
}

export interface FiringMatch {
  readonly id: string;
  readonly position: number;
  readonly kind: string;
  readonly time: string;
  readonly session: string;
  readonly step: number;
  /** The firing that stands behind the event. */
  readonly of?: string | null;
}

export interface SessionFactsTable {
  session: string;
  facts: ColumnType<unknown, string, string>;
  position: number;
}

export interface RuleStatesTable {
  rule: string;
  version: string;
  key: string;
  state: ColumnType<unknown, string, string>;
  dueMs: number | null;
}

export interface RuleTotalsTable {
  /** The name of the rule; `*` for all rules together. */
  rule: string;
  totals: ColumnType<unknown, string, string>;
}

export interface RuleClockTable {
  consumer: string;
  clockMs: number;
}

export interface RuleHoldsTable {
  number: Generated<number>;
  rule: string;
  version: string;
  key: string;
  events: ColumnType<readonly string[], string, never>;
  position: number;
  clockMs: number;
  by: string;
  reason: string;
  at: Generated<string>;
}

export interface RuleSwitchesTable {
  /** The paused rule; `*` when everything is stopped. */
  rule: string;
  by: string;
  reason: string;
  automatic: boolean;
  since: Generated<string>;
}

export interface WorkTiesTable {
  folder: string;
  host: string;
  item: string;
  cause: ColumnType<Cause | null, string | null, string | null>;
  position: number;
}
