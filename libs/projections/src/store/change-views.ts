import { inSavepoint, pause, readerRole, type Trx } from '@hookline/db';
import { sql } from 'kysely';

const lockTimeout = '55P03';
/** How long one attempt waits for a lock, and with it everybody who reads behind it. */
const lockMs = 250;
const pauseMs = 100;
/** From this attempt on, statements of people that are in the way are ended. */
const attemptsBeforeEnding = 4;
const attemptsMax = 40;

/**
 * Takes away or makes views and tables of read models, in the caller's transaction. Readers that came before are waited
 * for a moment at a time, so that nobody queues up behind this; a statement of people that is still in the way after
 * one or two seconds is ended where our login may do that. Rejects with PostgreSQL's `55P03` when others still read after
 * some fifteen seconds: nothing was changed then, and the transaction can go on.
 */
export async function changeViews(trx: Trx, change: () => Promise<void>): Promise<void> {
  const { rows } = await sql<{ before: string }>`select current_setting('lock_timeout') as before`.execute(trx);
  const limit = (text: string) => sql`select set_config('lock_timeout', ${text}, true)`.execute(trx);
  for (let attempt = 1; ; attempt += 1) {
    await sql`savepoint views`.execute(trx);
    try {
      await limit(`${lockMs}ms`);
      await change();
      await limit(rows[0]!.before);
      await sql`release savepoint views`.execute(trx);
      return;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      // What was locked so far is free again: who waited for it goes on.
      await sql`rollback to savepoint views`.execute(trx);
      if (attempt === attemptsMax) throw error;
    }
    if (attempt >= attemptsBeforeEnding) await inSavepoint(trx, () => endReaders(trx));
    await pause(pauseMs);
  }
}

export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === lockTimeout;
}

/**
 * Ends the connections of the login for people's SQL, and of logins that were given its rights, which hold something of
 * a read model. Nobody else's: a backup reads everything, too.
 */
async function endReaders(trx: Trx): Promise<void> {
  await sql`
    select pg_terminate_backend(a.pid)
    from pg_stat_activity a join pg_roles r on r.oid = a.usesysid
    where a.datname = current_database() and a.pid <> pg_backend_pid() and not r.rolsuper
      and (r.rolname = ${readerRole} or exists (
        select from pg_auth_members m join pg_roles g on g.oid = m.roleid
        where m.member = r.oid and g.rolname = ${readerRole}))
      and exists (
        select from pg_locks l join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
        where l.pid = a.pid and l.granted and n.nspname in ('read', 'analytics', 'models'))`.execute(trx);
}
