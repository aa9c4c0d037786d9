import type { Generated } from 'kysely';

/** Rules that were published over HTTP, with their text. */
export interface RuleTextsTable {
  name: string;
  source: string;
  publishedBy: string;
  publishedAt: string;
}

/** What keeps files of rules from coming into force, as the leader found it last. */
export interface RuleFaultsTable {
  number: Generated<number>;
  /** folder, git, api. */
  origin: string;
  path: string | null;
  /** The rule whose standing version stays in force. */
  rule: string | null;
  line: number | null;
  column: number | null;
  message: string;
  since: Generated<string>;
}

/** When it was last decided about something: `switch:<rule>`, `text:<rule>`. */
export interface RuleDecidedTable {
  subject: string;
  at: string;
}
