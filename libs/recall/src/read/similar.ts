import type { Database } from '@hookline/db';
import { jaccard, type Memory } from '@hookline/memory';
import { sql } from 'kysely';
import { readStanding } from '../keep/standing.ts';
import { trigramsOf, wordSetOf } from './likeness.ts';
import { forReader, type MemoryReader, visibleTo } from './reader.ts';

/** A memory that may say the same, and how alike they are, from 0 to 1. */
export interface SimilarMemory {
  readonly memory: Memory;
  readonly likeness: number;
}

const candidatesMax = 3_000;
const least = 0.35;

/** How alike what two memories say is: by the words of their statements, or by the letters of what they are about. */
export function likenessOf(a: Memory, b: Memory): number {
  const words = jaccard(wordSetOf(saying(a)), wordSetOf(saying(b)));
  return Math.round(100 * Math.max(words, jaccard(trigramsOf(a.about), trigramsOf(b.about)))) / 100;
}

/** Counts and dates say how often something was seen, not what: they make nothing alike. */
function saying({ title, statement }: Memory): string {
  return `${title} ${statement}`.replaceAll(/\([^()]*\)|\b\d[\d.:/-]*\b/g, ' ');
}

/** Memories of the same kind that hold in the same scope, say much the same and may be seen, the most alike first. */
export async function similarTo(
  db: Database,
  reader: MemoryReader,
  memory: Memory,
  limit: number,
): Promise<SimilarMemory[]> {
  const visible = visibleTo(reader, await readStanding(db.kysely));
  const { rows } = await sql<{ memory: Memory }>`
    select m.memory from memories m
    where m.scope = ${memory.scope} and m.kind = ${memory.kind} and m.id <> ${memory.id} and ${visible}
      and m.memory ->> 'supersededBy' is null
    order by m.last_seen desc limit ${candidatesMax}`.execute(db.kysely);
  return rows
    .map((row) => ({ memory: forReader(reader, row.memory), likeness: likenessOf(memory, row.memory) }))
    .filter(({ likeness }) => likeness >= least)
    .sort((a, b) => b.likeness - a.likeness || (a.memory.id < b.memory.id ? -1 : 1))
    .slice(0, limit);
}
