import type { Database } from '@hookline/db';
import { type Memory, recallVersion } from '@hookline/memory';
import { sql } from 'kysely';
import { indexMemories } from './index-memories.ts';

const atOnce = 500;

/**
 * Makes the index anew where it was made by another version: memories at once, what was said as sessions are observed
 * again. What stopped half-way begins again.
 */
export async function fitRecall(db: Database, signal: AbortSignal): Promise<void> {
  const { rows } = await sql<{ value: string }>`select value from memory_state where name = 'recall'`.execute(
    db.kysely,
  );
  if (rows[0]?.value === String(recallVersion)) return;
  let after = '';
  while (!signal.aborted) {
    const last = await db.transaction(async (trx) => {
      const page = await sql<{ id: string; memory: Memory }>`
        select id, memory from memories where id > ${after} order by id limit ${atOnce} for share`.execute(trx);
      await indexMemories(trx, page.rows);
      return page.rows.at(-1)?.id;
    });
    if (last === undefined) break;
    after = last;
  }
  if (signal.aborted) return;
  await db.transaction(async (trx) => {
    await sql`
      update memory_sessions set waiting = true, waiting_since = case when waiting then waiting_since else now() end`.execute(
      trx,
    );
    await sql`
      insert into memory_state (name, value) values ('recall', ${String(recallVersion)})
      on conflict (name) do update set value = excluded.value`.execute(trx);
  });
}
