import { createHash } from 'node:crypto';
import { type Database, textArray } from '@hookline/db';
import {
  isWorthTelling,
  type Memory,
  makePack,
  type Pack,
  type PackEntry,
  packEntry,
  packKindMax,
  packKinds,
  priorAt,
  projectNamed,
  scopeWalk,
  statusAt,
  teamsOf,
} from '@hookline/memory';
import { sql } from 'kysely';
import { readStanding } from '../keep/standing.ts';

/** Whose pack it is. */
export interface PackOf {
  readonly tenant: string;
  readonly project: string;
  readonly actor?: string;
}

const dayMs = 86_400_000;

/**
 * What an edge needs to answer by itself for one person in one project: what is active there in the scopes that apply, and
 * in no other. `tag` is the same as long as the pack is; with a `known` one that still is, no pack is made.
 */
export async function readPack(
  db: Database,
  of: PackOf,
  { nowMs, known }: { nowMs: number; known?: string | undefined },
): Promise<{ tag: string; pack?: Pack }> {
  return await db.transaction(async (trx) => {
    const standing = await readStanding(trx);
    const project = projectNamed(of.project, standing);
    const teams = teamsOf(project, standing);
    const { tenant, actor } = of;
    const scopes = scopeWalk({ tenant, project, ...(actor !== undefined && { actor }), teams });
    const shown = sql`from memories where scope = any(${textArray(scopes)}::text[]) and status = 'active'
      and kind = any(${textArray(packKinds)}::text[])`;
    const { rows: states } = await sql<{ state: string; decided: string }>`
      select md5(coalesce(string_agg(hash, ' ' order by id), '')) as state,
        (select coalesce(max(position), 0)::text from memory_decisions
          where type = 'curated' and memory in (select id ${shown})) as decided
      ${shown}`.execute(trx);
    const { state = '', decided = '' } = states[0] ?? {};
    // What nobody refreshed stops to hold as days go by.
    const parts = [project, actor ?? '', ...scopes, state, decided, Math.floor(nowMs / dayMs)];
    const tag = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
    if (tag === known) return { tag };
    const { rows } = await sql<{ memory: Memory; by: string | null; at: string | null }>`
      with shown as (
        select id, memory, row_number() over (partition by kind order by sessions desc, last_seen desc, id) as place
        ${shown}
      )
      select shown.memory, said.decision ->> 'by' as by, said.decision ->> 'time' as at
      from shown left join lateral (
        select decision from memory_decisions
        where memory_decisions.memory = shown.id and type = 'curated' and decision ->> 'action' in ('approve', 'edit', 'pin')
        order by position desc limit 1
      ) said on true
      where place <= ${packKindMax}`.execute(trx);
    const entries = rows
      .filter(({ memory }) => statusAt(memory, nowMs) === 'active' && isWorthTelling(memory))
      .map(({ memory, by, at }) => {
        const entry = packEntry(memory, approvalOf(by, at));
        // Of what others share this project is told what it says, not what it is found by: words of their sessions.
        return memory.project === project ? entry : { ...entry, words: '' };
      });
    const rank = (entry: PackEntry) => (entry.pinned ? 1_000 : 0) + priorAt(entry, nowMs);
    const ranked = entries
      .map((entry) => ({ entry, rank: rank(entry) }))
      .sort((a, b) => b.rank - a.rank || (a.entry.id < b.entry.id ? -1 : 1))
      .map(({ entry }) => entry);
    return { tag, pack: makePack({ project, ...(actor !== undefined && { actor }) }, ranked) };
  });
}

function approvalOf(by: string | null, at: string | null): PackEntry['approved'] {
  return by === null || at === null ? undefined : { by, at };
}
