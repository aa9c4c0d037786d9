import type { Trx } from '@hookline/db';
import { sql } from 'kysely';
import { forgetSaid } from '../find/forget-said.ts';
import { makeStale } from './take-batch.ts';

/**
 * Deletes what was kept of events that expired, and has the session observed again without them: memories that stood on
 * them get weaker, or go. In the caller's transaction, after the events are noted as expired.
 */
export async function forgetMemories(trx: Trx, session: string): Promise<void> {
  if (session === '-') return await forgetDecisions(trx);
  await sql`
    delete from memory_facts using expired_events expired
    where memory_facts.session = ${session} and expired.session = ${session}
      and memory_facts.position = expired.position`.execute(trx);
  await forgetVerdicts(trx, session);
  await sql`
    update memory_sessions
    set waiting_since = case when waiting then waiting_since else now() end, waiting = true, ended = true
    where session = ${session}`.execute(trx);
  await forgetSaid(trx, session);
}

/** What was decided in a session: agents judge memories there. */
async function forgetVerdicts(trx: Trx, session: string): Promise<void> {
  const { rows } = await sql<{ memory: string }>`
    delete from memory_decisions decided using expired_events expired
    where expired.session = ${session} and expired.position = decided.position and decided.memory is not null
    returning decided.memory`.execute(trx);
  await makeStale(
    trx,
    rows.map(({ memory }) => memory),
  );
}

/** What people said outside of every session: decisions, and what they asked to remember, each a session of its own. */
async function forgetDecisions(trx: Trx): Promise<void> {
  const { rows } = await sql<{ memory: string | null }>`
    delete from memory_decisions decided using expired_events expired
    where expired.session = '-' and expired.position = decided.position returning decided.memory`.execute(trx);
  if (rows.some(({ memory }) => memory === null)) {
    // Names of projects, or what was revoked: everything may be concerned.
    await sql`insert into memory_stale (memory) select distinct memory from memory_observations on conflict do nothing`.execute(
      trx,
    );
    await sql`update memory_sessions set waiting = true, waiting_since = now() where not waiting`.execute(trx);
  }
  await makeStale(
    trx,
    rows.flatMap(({ memory }) => memory ?? []),
  );
  await sql`
    with gone as (
      delete from memory_facts using expired_events expired
      where expired.session = '-' and expired.position = memory_facts.position
        and memory_facts.session like 'remembered:%' returning memory_facts.session)
    update memory_sessions set waiting = true, waiting_since = now(), ended = true
    where session in (select session from gone)`.execute(trx);
}
