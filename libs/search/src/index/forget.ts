import type { Trx } from '@hookline/db';
import { sql } from 'kysely';

/** Keeps the index of a session to this transaction until it ends. */
export async function lockSession(trx: Trx, session: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hookline:search:${session}`}, 0))`.execute(trx);
}

/**
 * Takes a session out of the index, with the transaction that takes it (or events of it) out of the read models. What
 * rows it still has then are indexed again.
 */
export async function forgetSession(trx: Trx, session: string): Promise<void> {
  await lockSession(trx, session);
  await removeSession(trx, session);
  await sql`insert into search_waiting (session) values (${session}) on conflict (session) do nothing`.execute(trx);
}

export async function removeSession(trx: Trx, session: string): Promise<void> {
  await sql`
    with mine as (select number from search_sessions where session = ${session}),
    gone as (select u.number, u.unit, unnest(u.lexemes) as lexeme from search_units u join mine using (number))
    delete from search_postings p using gone g
    where p.lexeme = g.lexeme collate "C" and p.number = g.number and p.unit = g.unit`.execute(trx);
  await sql`delete from search_sessions where session = ${session}`.execute(trx);
}
