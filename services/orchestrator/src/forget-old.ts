import type { Database } from '@hookline/db';
import { type RawBuilder, sql } from 'kysely';

const atOnce = 500;
const holdsMax = 100_000;

/**
 * Forgets what ended long ago; the log keeps what became of it. Delivered webhooks go after a week, dead ones and
 * messages after a month, questions after half a year, of what was held
 * back by rules the newest hundred thousand stay. Returns how much there was.
 */
export async function forgetOld(db: Database): Promise<number> {
  const old: readonly RawBuilder<unknown>[] = [
    sql`delete from webhook_deliveries where delivery in (
      select delivery from webhook_deliveries
      where ended_at < now() - interval '7 days' and (state = 'delivered' or ended_at < now() - interval '30 days')
      order by ended_at limit ${atOnce})`,
    sql`delete from steer_messages where message in (
      select message from steer_messages where ended_at < now() - interval '30 days' order by ended_at limit ${atOnce})`,
    sql`delete from approvals where approval in (
      select approval from approvals where decided_at < now() - interval '180 days' order by decided_at limit ${atOnce})`,
    sql`delete from rule_holds where number in (
      select number from rule_holds
      where number <= (select max(number) from rule_holds) - ${holdsMax} order by number limit ${atOnce})`,
  ];
  let gone = 0;
  for (const one of old) gone += Number((await one.execute(db.kysely)).numAffectedRows ?? 0);
  return gone;
}
