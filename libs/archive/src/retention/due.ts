import { type RawBuilder, sql } from 'kysely';
import type { Policy, RetentionRule } from './policy.ts';

/**
 * What people decided, which no age makes less true: an approval that expired would leave agents untold, a revocation that
 * did would bring back what was revoked. Only a rule that names these kinds deletes them.
 */
const decided = ['memory.curated', 'memory.revoked', 'project.aliased', 'skill.published', 'team.changed'];

/**
 * SQL for the name of the rule by which an event, or the bodies it refers to, expire by `now`; null where they are kept.
 * It speaks of a row of `events`, whose table or alias is `table`.
 */
export function dueBy(policy: Policy, of: RetentionRule['of'], now: Date, table: string): RawBuilder<string | null> {
  const rules = policy.rules.filter((rule) => rule.of === of);
  if (rules.length === 0) return sql<string | null>`null::text`;
  const cases = rules.map((rule) => {
    const { name, afterMs } = rule;
    if (afterMs === undefined) return sql`when ${fits(rule, table)} then null`;
    const cutoff = new Date(now.getTime() - afterMs).toISOString();
    return sql`when ${fits(rule, table)} then case when ${sql.ref(`${table}.time`)} < ${cutoff}::timestamptz then ${name}::text end`;
  });
  return sql<string | null>`case ${sql.join(cases, sql` `)} else null end`;
}

function fits({ kinds, projects }: RetentionRule, table: string): RawBuilder<unknown> {
  const kind = sql.ref(`${table}.kind`);
  const ofKind =
    kinds === undefined
      ? sql`${kind} not in (${sql.join(decided)}) and not (${kind} = 'memory.remembered' and ${sql.ref(`${table}.session`)} = '-')`
      : sql.join(
          kinds.map((name) => (name.endsWith('.') ? sql`${kind} ^@ ${name}` : sql`${kind} = ${name}`)),
          sql` or `,
        );
  const ofProject =
    projects === undefined ? sql`true` : sql`${sql.ref(`${table}.project`)} in (${sql.join([...projects])})`;
  return sql`(${ofKind}) and ${ofProject}`;
}
