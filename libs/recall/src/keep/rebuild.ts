import type { Database, Trx } from '@hookline/db';
import { type AnyDeriver, factVersion } from '@hookline/memory';
import { sql } from 'kysely';
import { memoryConsumer } from './progress.ts';

/**
 * Begins again from nothing: everything kept is dropped but the memories themselves, which are told until the new ones
 * are there. What is left over then had no source any more. Ends when the consumer has read the log up to where it was.
 */
export async function beginRebuild(db: Database): Promise<void> {
  await db.transaction(resetAll);
}

async function resetAll(trx: Trx): Promise<void> {
  await sql`
    insert into memory_state (name, value)
    select 'rebuild-until', position::text from checkpoints where name = ${memoryConsumer}
    on conflict (name) do update set value = greatest(memory_state.value::bigint, excluded.value::bigint)::text`.execute(
    trx,
  );
  await sql`truncate memory_facts, memory_sessions, memory_observations, memory_decisions, memory_injections, memory_stale`.execute(
    trx,
  );
  await sql`update checkpoints set position = 0, last_id = '' where name = ${memoryConsumer}`.execute(trx);
}

/** True while a rebuild has not read all that had been read before: until then nothing is observed or folded. */
export async function isRebuilding(db: Database, position: number): Promise<boolean> {
  const until = await readState(db, 'rebuild-until');
  if (until === undefined) return false;
  if (position < Number(until)) return true;
  await db.transaction(async (trx) => {
    await sql`insert into memory_stale (memory) select id from memories on conflict (memory) do update set since = memory_stale.since`.execute(
      trx,
    );
    await trx.deleteFrom('memoryState').where('name', '=', 'rebuild-until').execute();
  });
  return false;
}

/**
 * Makes anew what was made by other versions: all observations where a deriver's version changed, everything where facts
 * are cut differently now.
 */
export async function fitVersions(db: Database, derivers: readonly AnyDeriver[]): Promise<void> {
  const wanted = derivers.map(({ kind, version }) => `${kind}/${version}`).sort();
  await db.transaction(async (trx) => {
    const facts = await readState(trx, 'facts');
    const observed = await readState(trx, 'derivers');
    if (facts !== undefined && facts !== String(factVersion)) await resetAll(trx);
    else if (observed !== undefined && observed !== wanted.join(' ')) {
      await sql`update memory_sessions set waiting = true, waiting_since = now()`.execute(trx);
      await sql`insert into memory_stale (memory) select id from memories on conflict (memory) do update set since = memory_stale.since`.execute(
        trx,
      );
    }
    await sql`
      insert into memory_state (name, value) values ('facts', ${String(factVersion)}), ('derivers', ${wanted.join(' ')})
      on conflict (name) do update set value = excluded.value`.execute(trx);
  });
}

async function readState(db: Database | Trx, name: string): Promise<string | undefined> {
  const row = await ('kysely' in db ? db.kysely : db)
    .selectFrom('memoryState')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.value;
}
