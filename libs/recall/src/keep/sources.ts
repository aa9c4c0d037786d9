import type { Trx } from '@hookline/db';
import {
  type AnyDeriver,
  countingOf,
  type Decision,
  foldMemory,
  type Memory,
  mergesOf,
  type ObservedMemory,
  type Seen,
  type Standing,
  shortId,
  type Told,
} from '@hookline/memory';
import { type RawBuilder, sql } from 'kysely';

/** What memories are folded from, read or made again. */
export interface KeptSources {
  readonly observed: readonly ObservedMemory[];
  readonly decisions: readonly Decision[];
  readonly told: readonly Told[];
  readonly standing: Standing;
}

/** The memories with these ids, or all that were observed, as they follow from the sources; by id. */
export function foldKept(
  { observed, decisions, told, standing }: KeptSources,
  derivers: readonly AnyDeriver[],
  ids: readonly string[] = [...new Set(observed.map(({ memory }) => memory))],
): Map<string, Memory> {
  const byMemory = Map.groupBy(observed, ({ memory }) => memory);
  const merges = mergesOf(decisions);
  const tellings = Map.groupBy(told, ({ shortMemory }) => shortMemory);
  const decided = Map.groupBy(decisions, (one) => ('memory' in one ? one.memory : ''));
  const folded = new Map<string, Memory>();
  for (const id of ids) {
    const own = byMemory.get(id)?.[0];
    const deriver = own && derivers.find(({ kind }) => kind === own.kind);
    if (own === undefined || deriver === undefined) continue;
    const its = [id, ...(merges.get(id) ?? [])].flatMap((one) => byMemory.get(one) ?? []);
    const memory = foldMemory({
      deriver,
      home: own.home,
      about: own.seen.about,
      project: own.seen.project,
      seen: countingOf(
        its.filter(({ kind }) => kind === own.kind).map(({ seen }) => seen),
        standing,
      ),
      decisions: decided.get(id) ?? [],
      told: tellings.get(shortId(id)) ?? [],
    });
    if (memory !== undefined) folded.set(id, memory);
  }
  return folded;
}

/** What is kept of observations `o` for which the condition holds; with a limit, at most so many. */
export async function readObserved(
  trx: Trx,
  condition: RawBuilder<boolean>,
  limit?: number,
): Promise<ObservedMemory[]> {
  const { rows } = await sql<{
    memory: string;
    kind: ObservedMemory['kind'];
    home: string;
    about: string;
    session: string;
    project: string;
    actor: string | null;
    scope: Seen['scope'];
    firstAt: string;
    lastAt: string;
    positions: readonly (string | number)[];
    data: Seen['data'];
  }>`
    select o.memory, o.kind, o.home, o.about, o.session, o.project, o.actor, o.scope,
      o.first_at as "firstAt", o.last_at as "lastAt", o.positions, o.data
    from memory_observations o where ${condition} limit ${limit ?? null}`.execute(trx);
  return rows.map(({ memory, kind, home, positions, actor, ...seen }) => ({
    memory,
    kind,
    home,
    seen: { ...seen, positions: positions.map(Number), actor: actor ?? undefined },
  }));
}

/** Tellings `t` for which the condition holds; with a limit, at most so many. */
export async function readTold(trx: Trx, condition: RawBuilder<boolean>, limit?: number): Promise<Told[]> {
  const { rows } = await sql<Told & { position: string | number }>`
    select t.position, t.short_memory as "shortMemory", t.session, t.project, t.at, t.surface, t.tokens,
      t.held_out as "heldOut", t.aftermath
    from memory_injections t where ${condition} limit ${limit ?? null}`.execute(trx);
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

/** What was decided about these memories, and about those that were merged into them, up to a position. */
export async function readDecisions(
  trx: Trx,
  ids: readonly string[],
  upTo: number = Number.MAX_SAFE_INTEGER,
): Promise<Decision[]> {
  const wanted = [...ids];
  const { rows } = await sql<{ decision: Decision }>`
    select decision from memory_decisions
    where position <= ${upTo} and (memory = any(${wanted}::text[])
      or memory in (select memory from memory_decisions where type = 'curated'
        and decision ->> 'action' = 'merge' and decision ->> 'into' = any(${wanted}::text[])))
    order by position`.execute(trx);
  return rows.map(({ decision }) => decision);
}
