import type { Trx } from '@hookline/db';
import { sql } from 'kysely';

/**
 * The time of a decision about a subject: now, and always later than the one before, in milliseconds. Locks the subject
 * until the transaction ends.
 */
export async function decideNow(trx: Trx, subject: string): Promise<string> {
  const { at } = await trx
    .insertInto('ruleDecided')
    .values({ subject, at: sql<string>`date_trunc('milliseconds', clock_timestamp())` })
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet({
        at: sql<string>`greatest(date_trunc('milliseconds', clock_timestamp()), rule_decided.at + interval '1 millisecond')`,
      }),
    )
    .returning('at')
    .executeTakeFirstOrThrow();
  return at;
}

/**
 * Whether a decision that the log tells of is news here. It is not where it was made here, or where a later one was: then
 * the log is only heard again.
 */
export async function isNews(trx: Trx, subject: string, at: string): Promise<boolean> {
  const row = await trx
    .insertInto('ruleDecided')
    .values({ subject, at })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet({ at }).where('ruleDecided.at', '<', at))
    .returning('subject')
    .executeTakeFirst();
  return row !== undefined;
}
