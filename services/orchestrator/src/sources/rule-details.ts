import type { Database, RuleChecks } from '@hookline/db';
import { ruleOf } from '../why/known-rules.ts';
import { readRules, type ShownRule } from './shown-rule.ts';

/** A rule with everything that is kept of it. A token of one project is not shown texts. */
export interface RuleDetails extends ShownRule, RuleChecks {
  readonly on: readonly string[];
  readonly text: string | null;
  readonly versions: readonly RuleVersion[];
}

/** A version that is or was in force. */
interface RuleVersion {
  readonly version: string;
  readonly source: string;
  readonly path: string | null;
  readonly commit: string | null;
  readonly publishedAt: string;
  readonly publishedBy: string;
  /** Where the log ended when it came into force last. */
  readonly position: number | null;
  readonly withdrawnAt: string | null;
}

const versionsMax = 100;

/** The version in force, else the last one; undefined for a name that was never published. */
export async function readDetails(db: Database, name: string, project?: string): Promise<RuleDetails | undefined> {
  const [shown] = await readRules(db, { name, project, withdrawn: true });
  if (shown === undefined) return undefined;
  const rows = await db.kysely
    .selectFrom('rules')
    .selectAll()
    .where('name', '=', name)
    .orderBy('publishedAt', 'desc')
    .limit(versionsMax)
    .execute();
  const now = rows.find(({ version }) => version === shown.version);
  const rule = now && ruleOf(now);
  const on = [...(rule?.steps.keys() ?? [])].sort();
  if (now === undefined || project !== undefined)
    return { ...shown, on, text: null, tests: [], coverage: null, versions: [] };
  return {
    ...shown,
    on,
    text: now.source,
    tests: now.checks?.tests ?? [],
    coverage: now.checks?.coverage ?? null,
    versions: rows.map((row) => ({
      version: row.version,
      source: row.origin,
      path: row.path,
      commit: row.commit,
      publishedAt: row.publishedAt,
      publishedBy: row.publishedBy,
      position: row.gate > 0 ? row.gate : null,
      withdrawnAt: row.withdrawnAt,
    })),
  };
}
