import type { Database, Trx } from '@hookline/db';
import type { Memory } from '@hookline/memory';
import { sql } from 'kysely';
import { readStanding } from '../keep/standing.ts';
import { forReader, type MemoryReader, visibleTo } from './reader.ts';

const candidatesMax = 20;

/** What somebody meant by a memory's id: the memory, or those that begin so. */
export interface MemoryFound {
  readonly memory: Memory | undefined;
  readonly candidates: readonly string[];
}

/**
 * The memory of that id, of the short form that agents are shown, or of a beginning of six characters at least. What the
 * reader may not see is not there.
 */
export async function findMemory(db: Database, reader: MemoryReader, named: string): Promise<MemoryFound> {
  const id = named.startsWith('mem_') ? named : `mem_${named}`;
  if (!/^mem_[a-z2-7]{6,64}$/.test(id)) return { memory: undefined, candidates: [] };
  return await db.transaction(async (trx) => {
    const visible = visibleTo(reader, await readStanding(trx));
    const { rows } = await sql<{ memory: Memory }>`
      select m.memory from memories m
      where left(m.id, 12) >= ${id.slice(0, 12)} and left(m.id, 12) < ${`${id.slice(0, 12)}~`}
        and starts_with(m.id, ${id}) and ${visible}
      order by m.id limit ${candidatesMax}`.execute(trx);
    const found = rows.map(({ memory }) => forReader(reader, memory));
    return {
      memory: found.find((memory) => memory.id === id) ?? (found.length === 1 ? found[0] : undefined),
      candidates: found.map((memory) => memory.id),
    };
  });
}

/** These memories, those that are there, in no order. */
export async function memoriesById(trx: Trx, ids: readonly string[]): Promise<Memory[]> {
  const { rows } = await sql<{ memory: Memory }>`
    select memory from memories where id = any(${[...ids]}::text[])`.execute(trx);
  return rows.map(({ memory }) => memory);
}

/** Position of the last decision about each of these memories. */
export async function lastDecisions(db: Database, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ memory: string; position: number }>`
    select memory, max(position) as position from memory_decisions
    where memory = any(${[...ids]}::text[]) group by memory`.execute(db.kysely);
  return new Map(rows.map(({ memory, position }) => [memory, Number(position)]));
}
