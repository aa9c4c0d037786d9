import type { Database } from '@hookline/db';
import { jaccard, type Memory, type MemoryKind, readScope, type Standing } from '@hookline/memory';
import { sql } from 'kysely';
import { readStanding } from '../keep/standing.ts';
import { wordSetOf } from './likeness.ts';
import { forReader, type MemoryReader, visibleTo } from './reader.ts';

/** Two memories that cannot both be followed where both hold. */
export interface MemoryConflict {
  readonly about: string;
  /** `same-subject`: they say different things of one thing. `opposed`: one says what the other says not to do. */
  readonly why: 'same-subject' | 'opposed';
  readonly memories: readonly [Memory, Memory];
}

/** Kinds that claim something for others to follow. A refused call claims nothing beyond itself. */
const claiming: ReadonlySet<MemoryKind> = new Set(['directive', 'decision', 'preference', 'fact']);
const candidatesMax = 1_000;
const conflictsMax = 200;
const alikeEnough = 0.5;
/** Two statements with this much in common say the same in other words. */
const sameAbove = 0.8;

/** Conflicts among memories that claim something for agents to follow and are not retired. */
export async function readConflicts(
  db: Database,
  reader: MemoryReader,
  project: string | undefined,
): Promise<MemoryConflict[]> {
  return await db.transaction(async (trx) => {
    const standing = await readStanding(trx);
    const { rows } = await sql<{ memory: Memory }>`
      select m.memory from memories m
      where m.status <> 'retired' and m.kind = any(${[...claiming]}::text[]) and ${visibleTo(reader, standing)}
        and m.memory ->> 'reason' <> 'too-little-support'
        and (${project ?? null}::text is null or m.project = ${project ?? null} or m.scope like 'team:%' or m.scope like 'organisation:%')
      order by m.last_seen desc limit ${candidatesMax}`.execute(trx);
    return conflictsOf(
      rows.map(({ memory }) => forReader(reader, memory)),
      standing,
    );
  });
}

/** Pairs that contradict each other where their scopes overlap; at most 200. */
export function conflictsOf(memories: readonly Memory[], standing: Pick<Standing, 'teams'>): MemoryConflict[] {
  const told = memories
    .filter(({ kind, status }) => claiming.has(kind) && status !== 'retired')
    .map((memory) => ({ memory, words: claimOf(memory.statement), negated: negates(memory.statement) }));
  const conflicts: MemoryConflict[] = [];
  for (const [at, one] of told.entries()) {
    for (const other of told.slice(at + 1)) {
      const [a, b] = [one.memory, other.memory];
      const alike = jaccard(one.words, other.words);
      const sameSubject = a.about === b.about && (alike < sameAbove || one.negated !== other.negated);
      const opposed = one.negated !== other.negated && alike >= alikeEnough;
      if (!(sameSubject || opposed) || !overlap(a, b, standing)) continue;
      conflicts.push({ about: a.about, why: sameSubject ? 'same-subject' : 'opposed', memories: [a, b] });
      if (conflicts.length === conflictsMax) return conflicts;
    }
  }
  return conflicts;
}

const negation = /\b(?:never|not|no|don['’]?t|do not|avoid|without|stop|instead of|must not|shouldn['’]?t)\b/i;

function negates(statement: string): boolean {
  return negation.test(statement);
}

/** What is claimed, without the words that turn it around or only stress it. */
function claimOf(statement: string): Set<string> {
  const words = wordSetOf(statement);
  for (const filler of [
    'never',
    'always',
    'not',
    'no',
    "don't",
    'don',
    't',
    'do',
    'must',
    'should',
    'please',
    'the',
    'a',
  ])
    words.delete(filler);
  return words;
}

/** Whether there is a place where both hold. */
function overlap(a: Memory, b: Memory, { teams }: Pick<Standing, 'teams'>): boolean {
  if (a.scope === b.scope) return true;
  const [one, other] = [readScope(a.scope), readScope(b.scope)];
  if (one === undefined || other === undefined) return false;
  if (one.type === 'organisation' || other.type === 'organisation') return true;
  if (one.type === 'session' || other.type === 'session') return one.type !== other.type && a.project === b.project;
  if (one.type === 'person' && other.type === 'person') return false;
  const projects = (scope: typeof one) =>
    scope.type === 'team' ? (teams.get(scope.team) ?? []) : 'project' in scope ? [scope.project] : [];
  return projects(one).some((project) => projects(other).includes(project));
}
