import { canonicalJson, type Database, type Trx, textArray, unnest } from '@hookline/db';
import { type AnyDeriver, type Memory, mergesOf, shortId } from '@hookline/memory';
import { sql } from 'kysely';
import { hashOfMemory } from './digest.ts';
import { foldKept, readDecisions, readObserved, readTold } from './sources.ts';
import { readStanding } from './standing.ts';

/** A memory as it is from now on; undefined where nothing is left of it. */
export interface MemoryChange {
  readonly id: string;
  readonly memory: Memory | undefined;
}

/** What else is kept of memories that changed. In the same transaction. */
export type OnFolded = (trx: Trx, changes: readonly MemoryChange[]) => Promise<void>;

const atOnce = 200;

/** Folds memories that are stale, at most 200, and returns how many; 0 when none is. */
export async function foldStale(db: Database, derivers: readonly AnyDeriver[], onFolded: OnFolded): Promise<number> {
  return await db.transaction(async (trx) => {
    const { rows } = await sql<{ memory: string }>`
      delete from memory_stale where memory in (
        select memory from memory_stale order by since, memory limit ${atOnce} for update skip locked)
      returning memory`.execute(trx);
    const ids = rows.map(({ memory }) => memory).sort();
    if (ids.length === 0) return 0;
    const folded = await foldMemories(trx, ids, derivers);
    const { rows: known } = await sql<{ id: string; hash: string; memory: Memory; told: string | null }>`
      select id, hash, memory, told from memories where id = any(${textArray(ids)}::text[]) for update`.execute(trx);
    const before = new Map(known.map((row) => [row.id, row]));
    const changes = ids.flatMap((id) => {
      const memory = folded.get(id);
      const now = memory && hashOfMemory(memory);
      return now === before.get(id)?.hash ? [] : [{ id, memory }];
    });
    await write(trx, changes, before);
    await onFolded(trx, changes);
    return ids.length;
  });
}

/** These memories, folded from what is kept; those of which nothing is left are missing. */
async function foldMemories(
  trx: Trx,
  ids: readonly string[],
  derivers: readonly AnyDeriver[],
): Promise<Map<string, Memory>> {
  const standing = await readStanding(trx);
  const decisions = await readDecisions(trx, ids);
  const merges = mergesOf(decisions);
  const wanted = [...new Set([...ids, ...ids.flatMap((id) => merges.get(id) ?? [])])];
  const observed = await readObserved(trx, sql<boolean>`o.memory = any(${textArray(wanted)}::text[])`);
  const shorts = ids.map(shortId);
  const told = await readTold(trx, sql<boolean>`t.short_memory = any(${textArray(shorts)}::text[])`);
  return foldKept({ observed, decisions, told, standing }, derivers, ids);
}

/** What the log is told of a memory when it changes; null while there was never enough to speak of it. */
function tellingOf({ status, reason, scope, edited, statement }: Memory, told: string | null): string | null {
  if (reason === 'too-little-support' && told === null) return null;
  return canonicalJson([status, reason, scope, edited ? statement : '']);
}

async function write(
  trx: Trx,
  changes: readonly MemoryChange[],
  before: ReadonlyMap<string, { readonly told: string | null }>,
): Promise<void> {
  const gone = changes.filter(({ id, memory }) => memory === undefined && before.has(id)).map(({ id }) => id);
  if (gone.length > 0) {
    await sql`
      with gone as (delete from memories where id = any(${textArray(gone)}::text[]) returning id, memory, told)
      insert into memory_gone (id, memory) select id, memory from gone
      where told is not null or exists (select 1 from memory_injections where short_memory = left(gone.id, 12))
      on conflict (id) do update set memory = excluded.memory`.execute(trx);
  }
  const memories = changes.flatMap(({ memory }) => memory ?? []);
  if (memories.length === 0) return;
  const column = (name: string, value: (memory: Memory) => string | null) => ({
    name,
    type: 'text',
    values: memories.map(value),
  });
  await sql`
    insert into memories as mine (id, kind, scope, home, project, about, status, last_seen, sessions,
      position_from, position_to, hash, memory, telling)
    select id, kind, scope, home, project, about, status, last_seen::timestamptz, sessions::integer,
      position_from::bigint, position_to::bigint, hash, memory::jsonb, telling
    from ${unnest([
      column('id', ({ id }) => id),
      column('kind', ({ kind }) => kind),
      column('scope', ({ scope }) => scope),
      column('home', ({ home }) => home),
      column('project', ({ project }) => project),
      column('about', ({ about }) => about),
      column('status', ({ status }) => status),
      column('last_seen', ({ lastSeen }) => lastSeen),
      column('sessions', ({ support }) => String(support.sessions)),
      column('position_from', ({ positions }) => String(positions.from)),
      column('position_to', ({ positions }) => String(positions.to)),
      column('hash', hashOfMemory),
      column('memory', (memory) => JSON.stringify(memory)),
      column('telling', (memory) => tellingOf(memory, before.get(memory.id)?.told ?? null)),
    ])} as given(id, kind, scope, home, project, about, status, last_seen, sessions,
      position_from, position_to, hash, memory, telling)
    on conflict (id) do update set (kind, scope, home, project, about, status, last_seen, sessions,
        position_from, position_to, hash, memory, telling)
      = (excluded.kind, excluded.scope, excluded.home, excluded.project, excluded.about, excluded.status,
        excluded.last_seen, excluded.sessions, excluded.position_from, excluded.position_to, excluded.hash,
        excluded.memory, excluded.telling)`.execute(trx);
}
