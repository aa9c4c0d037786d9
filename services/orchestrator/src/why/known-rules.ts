import type { Database } from '@hookline/db';
import { parseRule, type Rule, RuleError } from '@hookline/rules';
import { sql } from 'kysely';

const parsed = new Map<string, Rule | undefined>();
const parsedMax = 500;

/** A rule from its text; undefined for one that today's language does not take any more. Read once per version. */
export function ruleOf({ name, version, source }: { name: string; version: string; source: string }): Rule | undefined {
  const known = `${name} ${version}`;
  if (!parsed.has(known)) {
    if (parsed.size >= parsedMax) parsed.clear();
    parsed.set(known, parsedOrNot(source, name));
  }
  return parsed.get(known);
}

/** A version that was in force once. */
export async function readVersion(db: Database, name: string, version: string): Promise<Rule | undefined> {
  const row = await db.kysely
    .selectFrom('rules')
    .select(['name', 'version', 'source'])
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirst();
  return row && ruleOf(row);
}

/** Every rule's version in force, else the one that was last; by name. */
export function rulesByName(db: Database) {
  return db.kysely
    .selectFrom('rules')
    .distinctOn('name')
    .selectAll()
    .orderBy('name')
    .orderBy(sql`withdrawn_at is not null`)
    .orderBy('publishedAt', 'desc');
}

function parsedOrNot(source: string, name: string): Rule | undefined {
  try {
    return parseRule(source, name);
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}
