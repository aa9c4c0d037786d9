import type { Database } from '@hookline/db';
import type { Memory, MemoryStatus, Standing } from '@hookline/memory';
import { type RawBuilder, sql } from 'kysely';
import { readStanding } from '../keep/standing.ts';
import { statusNow } from './memory-status.ts';
import { forReader, type MemoryReader, visibleTo } from './reader.ts';

/** What of the memories is asked for. */
export interface MemoryFilter {
  readonly project?: string | undefined;
  readonly scope?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly status?: MemoryStatus | undefined;
  /** Why they have their status, for example `needs-review`: any of these. */
  readonly reasons?: readonly string[] | undefined;
  /** Words that stand in title, statement or subject, in any case. */
  readonly text?: string | undefined;
  /** A path they stand on. */
  readonly anchor?: string | undefined;
  readonly now: Date;
  readonly limit: number;
  /** Goes on after the last of the page before. */
  readonly before?: { readonly lastSeen: string; readonly id: string } | undefined;
}

/** How many of the memories that are asked for stand where, whatever status is asked for. */
export interface MemoryCounts {
  readonly proposed: number;
  /** Of those, the ones that were seen often enough to speak of: people are asked about them. */
  readonly waiting: number;
  readonly active: number;
  readonly retired: number;
}

type Narrowing = Omit<MemoryFilter, 'limit' | 'before'>;

/** Memories that the reader may see, what was seen last first. */
export async function listMemories(db: Database, reader: MemoryReader, filter: MemoryFilter): Promise<Memory[]> {
  return await db.transaction(async (trx) => {
    const conditions = conditionsOf(reader, await readStanding(trx), filter);
    const { before, limit } = filter;
    if (before !== undefined) {
      conditions.push(sql<boolean>`(m.last_seen, m.id) < (${before.lastSeen}::timestamptz, ${before.id} collate "C")`);
    }
    const { rows } = await sql<{ memory: Memory }>`
      select m.memory from memories m where ${sql.join(conditions, sql` and `)}
      order by m.last_seen desc, m.id desc limit ${limit}`.execute(trx);
    return rows.map(({ memory }) => forReader(reader, memory));
  });
}

/** Counts what `listMemories` lists, by status. */
export async function countMemories(
  db: Database,
  reader: MemoryReader,
  { status: _, reasons: __, ...filter }: Narrowing,
): Promise<MemoryCounts> {
  return await db.transaction(async (trx) => {
    const conditions = conditionsOf(reader, await readStanding(trx), filter);
    const { rows } = await sql<MemoryCounts>`
      select count(*) filter (where status = 'proposed')::integer as proposed,
        count(*) filter (where status = 'proposed' and reason <> 'too-little-support')::integer as waiting,
        count(*) filter (where status = 'active')::integer as active,
        count(*) filter (where status = 'retired')::integer as retired
      from (select ${statusNow(filter.now)} as status, m.memory ->> 'reason' as reason
        from memories m where ${sql.join(conditions, sql` and `)}) as standing`.execute(trx);
    return rows[0]!;
  });
}

function conditionsOf(
  reader: MemoryReader,
  standing: Pick<Standing, 'aliases' | 'teams'>,
  { project, scope, kinds, status, reasons, text, anchor, now }: Narrowing,
): RawBuilder<boolean>[] {
  const conditions = [visibleTo(reader, standing)];
  if (project !== undefined) conditions.push(sql<boolean>`m.project = ${project}`);
  if (scope !== undefined) conditions.push(sql<boolean>`m.scope = ${scope}`);
  if (kinds !== undefined) conditions.push(sql<boolean>`m.kind = any(${[...kinds]}::text[])`);
  if (status !== undefined) conditions.push(sql<boolean>`${statusNow(now)} = ${status}`);
  if (reasons !== undefined) conditions.push(sql<boolean>`m.memory ->> 'reason' = any(${[...reasons]}::text[])`);
  if (anchor !== undefined) conditions.push(sql<boolean>`m.memory -> 'anchors' ? ${anchor}`);
  for (const word of (text ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10)) {
    conditions.push(
      sql<boolean>`position(${word} in lower(concat_ws(' ', m.memory ->> 'title', m.memory ->> 'statement', m.about))) > 0`,
    );
  }
  return conditions;
}
