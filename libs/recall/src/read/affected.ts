import type { Database, Trx } from '@hookline/db';
import { type AnyDeriver, type Memory, mergesOf, shortId } from '@hookline/memory';
import { sql } from 'kysely';
import { foldKept, readDecisions, readObserved, readTold } from '../keep/sources.ts';
import { readStanding } from '../keep/standing.ts';
import { memoriesById } from './find.ts';

/** Whose observations are asked about. */
export interface Origin {
  readonly sessions: readonly string[];
  readonly actors: readonly string[];
}

/** A memory that rests on them, and what it becomes without. */
export interface AffectedMemory {
  readonly before: Memory;
  /** Null where nothing is left of it. */
  readonly after: Memory | null;
  /** `gone`, `retired`, `demoted`: it would no longer be active; `weaker`: less support; `same`. */
  readonly becomes: 'gone' | 'retired' | 'demoted' | 'weaker' | 'same';
  /** Sessions it was put before, the newest first, at most 1,000. */
  readonly shownTo: readonly string[];
}

export interface Affected {
  readonly memories: readonly AffectedMemory[];
  /** How many rest on them in all: at most 500 are listed, the active ones first. */
  readonly total: number;
  /** Every session that any of the listed memories was put before. */
  readonly shownTo: readonly string[];
}

const memoriesMax = 500;
const rowsMax = 200_000;
const shownToMax = 1_000;

/**
 * Which memories rest on what these sessions or people brought in, and what each would be without it: what a revocation
 * or an erasure does. With `undone`, what they become when it counts again.
 */
export async function affectedBy(
  db: Database,
  derivers: readonly AnyDeriver[],
  origin: Origin,
  { undone = false, project }: { readonly undone?: boolean; readonly project?: string | undefined } = {},
): Promise<Affected> {
  return await db.transaction(async (trx) => {
    await sql`set transaction isolation level repeatable read, read only`.execute(trx);
    const { ids, total } = await restingOn(trx, origin, project);
    const kept = new Map((await memoriesById(trx, ids)).map((memory) => [memory.id, memory]));
    const standing = await readStanding(trx);
    const changed = {
      ...standing,
      revokedSessions: withOrWithout(standing.revokedSessions, origin.sessions, undone),
      revokedActors: withOrWithout(standing.revokedActors, origin.actors, undone),
    };
    const decisions = await readDecisions(trx, ids);
    const merges = mergesOf(decisions);
    const wanted = [...new Set([...ids, ...ids.flatMap((id) => merges.get(id) ?? [])])];
    const observed = await readObserved(trx, sql<boolean>`o.memory = any(${wanted}::text[])`, rowsMax);
    const told = await readTold(trx, sql<boolean>`t.short_memory = any(${ids.map(shortId)}::text[])`, rowsMax);
    const after = foldKept({ observed, decisions, told, standing: changed }, derivers, ids);
    const before = foldKept({ observed, decisions, told, standing }, derivers, ids);
    const tellings = Map.groupBy(
      // Where it was told beyond the project is for those to know who may look there.
      told
        .filter((one) => !one.heldOut && (project === undefined || one.project === project))
        .sort((a, b) => b.position - a.position),
      ({ shortMemory }) => shortMemory,
    );
    const memories = ids.flatMap((id) => {
      const now = undone ? (before.get(id) ?? after.get(id)) : (kept.get(id) ?? before.get(id));
      if (now === undefined) return [];
      const then = after.get(id) ?? null;
      const shownTo = [...new Set((tellings.get(shortId(id)) ?? []).map(({ session }) => session))];
      return [{ before: now, after: then, becomes: becoming(now, then), shownTo: shownTo.slice(0, shownToMax) }];
    });
    // What was observed and never became a memory counts for nothing.
    return {
      memories,
      total: total > memoriesMax ? total : memories.length,
      shownTo: [...new Set(memories.flatMap(({ shownTo }) => shownTo))],
    };
  });
}

async function restingOn(
  trx: Trx,
  { sessions, actors }: Origin,
  project: string | undefined,
): Promise<{ ids: string[]; total: number }> {
  const { rows } = await sql<{ id: string; total: number }>`
    with direct as (
      select distinct o.memory from memory_observations o
      where (o.session = any(${[...sessions]}::text[]) or o.actor = any(${[...actors]}::text[]))
        and (${project ?? null}::text is null or o.project = ${project ?? null})),
    touched as (
      select memory from direct
      union select d.decision ->> 'into' from memory_decisions d join direct using (memory)
      where d.type = 'curated' and d.decision ->> 'action' = 'merge')
    select t.memory as id, count(*) over ()::integer as total
    from touched t left join memories m on m.id = t.memory
    where t.memory is not null
    order by (m.status = 'active') desc nulls last, m.sessions desc nulls last, t.memory
    limit ${memoriesMax}`.execute(trx);
  return { ids: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 };
}

function withOrWithout(set: ReadonlySet<string>, names: readonly string[], undone: boolean): Set<string> {
  return new Set(undone ? [...set].filter((one) => !names.includes(one)) : [...set, ...names]);
}

function becoming(before: Memory, after: Memory | null): AffectedMemory['becomes'] {
  if (after === null) return 'gone';
  if (after.status !== before.status) {
    if (after.status === 'retired') return 'retired';
    if (before.status === 'active') return 'demoted';
  }
  return after.support.sessions < before.support.sessions ? 'weaker' : 'same';
}
