import type { Trx } from '@hookline/db';
import { sql } from 'kysely';

/**
 * Deletes what the engine of rules keeps of a session of which events expired: its facts, the matches of it that wait
 * in patterns, and the words of its firings. That they fired stays.
 */
export async function forgetEngine(trx: Trx, session: string): Promise<void> {
  await trx.deleteFrom('sessionFacts').where('session', '=', session).execute();
  const waiting = await trx
    .selectFrom('ruleStates')
    .select(['rule', 'version', 'key', 'state'])
    .where(
      sql<boolean>`jsonb_path_exists(state, '$.**.session ? (@ == $session)', ${JSON.stringify({ session })}::jsonb)`,
    )
    .forUpdate()
    .execute();
  for (const { rule, version, key, state } of waiting) {
    await trx
      .updateTable('ruleStates')
      .set({ state: JSON.stringify(withoutSession(state, session)) })
      .where('rule', '=', rule)
      .where('version', '=', version)
      .where('key', '=', key)
      .execute();
  }
  await sql`
    update firings fired set key = '', actions = '[]' from expired_events expired
    where fired.session = ${session} and expired.session = ${session} and expired.position = fired.position`.execute(
    trx,
  );
}

/** The value without what of its lists is of the session, and without lists that become empty by that. */
function withoutSession(value: unknown, session: string): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((one) => {
      if (isOf(one, session)) return [];
      const left = withoutSession(one, session);
      const isEmptied = Array.isArray(one) && one.length > 0 && Array.isArray(left) && left.length === 0;
      return isEmptied ? [] : [left];
    });
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, withoutSession(one, session)]));
}

function isOf(value: unknown, session: string): boolean {
  return typeof value === 'object' && value !== null && 'session' in value && value.session === session;
}
