import { type Database, ownersOf, type Trx } from '@hookline/db';
import { type Fact, judgeUse, type Memory, shortId } from '@hookline/memory';
import { sql } from 'kysely';
import { readTold } from '../keep/sources.ts';
import { readStanding } from '../keep/standing.ts';
import { type MemoryReader, visibleTo } from './reader.ts';

/** One memory of what an agent was told. */
export interface ToldMemory {
  /** Its id, as it was shown where the memory is not there any more. */
  readonly memory: string;
  /** Null where it is not there any more, or not for this reader; so are the others. */
  readonly kind: string | null;
  readonly title: string | null;
  /** As it is now. */
  readonly statement: string | null;
  readonly outcome: 'helpful' | 'harmful' | 'ignored' | null;
}

/** What was put before an agent at once, or would have been in a held-out session. */
export interface Telling {
  readonly position: number;
  readonly time: string;
  readonly surface: string;
  /** What called for it: a path, a command, an error; null where nothing did. */
  readonly about: string | null;
  readonly heldOut: boolean;
  readonly tokens: number;
  readonly memories: readonly ToldMemory[];
}

const tellingsMax = 200;
const usesMax = 20_000;

/**
 * What an agent of this session was told, in the order of the log: the newest 200 times. Undefined for a session of a
 * project that the reader may not know of.
 */
export async function toldIn(db: Database, reader: MemoryReader, session: string): Promise<Telling[] | undefined> {
  if (reader.project !== undefined && (await ownersOf(db, [session])).get(session) !== reader.project) return undefined;
  return await db.transaction(async (trx) => {
    const { rows } = await sql<{ position: string | number; fact: Extract<Fact, { type: 'injected' }> }>`
      select position, fact from memory_facts where session = ${session} and fact ->> 'type' = 'injected'
      order by position desc limit ${tellingsMax}`.execute(trx);
    const memories = await memoriesShown(
      trx,
      reader,
      rows.flatMap(({ fact }) => fact.memories.map(shortId)),
    );
    const uses = await readTold(trx, sql<boolean>`t.session = ${session}`, usesMax);
    const useOf = new Map(uses.map((use) => [`${use.position} ${use.shortMemory}`, use]));
    return rows.toReversed().map(({ position, fact }) => ({
      position: Number(position),
      time: fact.time,
      surface: fact.surface,
      about: fact.about ?? null,
      heldOut: fact.heldOut,
      tokens: fact.tokens,
      memories: fact.memories.map((id) => {
        const memory = memories.get(shortId(id));
        const use = useOf.get(`${position} ${shortId(id)}`);
        return {
          memory: memory?.id ?? id,
          kind: memory?.kind ?? null,
          title: memory?.title ?? null,
          statement: memory?.statement ?? null,
          outcome: memory === undefined || use === undefined ? null : judgeUse(memory, use.aftermath),
        };
      }),
    }));
  });
}

/** Those of these memories that the reader may see, by short id. Anybody can say that something was told. */
async function memoriesShown(trx: Trx, reader: MemoryReader, short: readonly string[]): Promise<Map<string, Memory>> {
  const visible = visibleTo(reader, await readStanding(trx));
  const { rows } = await sql<{ memory: Memory }>`
    select m.memory from memories m
    where left(m.id, 12) = any(${[...new Set(short)]}::text[]) and ${visible}`.execute(trx);
  return new Map(rows.map(({ memory }) => [shortId(memory.id), memory]));
}
