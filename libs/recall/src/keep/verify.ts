import { type Database, readArchive, readSession } from '@hookline/db';
import {
  type AnyDeriver,
  aftermathsOf,
  type Decision,
  decisionOf,
  deriveFrom,
  type Fact,
  factOf,
  type ObservedMemory,
  observeStory,
  projectNamed,
  standingOf,
  storyOf,
  type Told,
} from '@hookline/memory';
import { orderOf } from '@hookline/schemas';
import { sql } from 'kysely';
import { digestOf, hashOfMemory } from './digest.ts';
import { memoryProgress } from './progress.ts';

/** What a check of all memories found. */
export interface MemoryVerification {
  /** Up to this position of the log. */
  readonly position: number;
  readonly sessions: number;
  readonly memories: number;
  /** Of what is kept, and of what follows from the archive alone. */
  readonly digest: string;
  readonly expected: string;
  /** Memories that are not as they should be, at most 100: missing, left over, or other. */
  readonly differing: readonly { readonly memory: string; readonly found: boolean; readonly expected: boolean }[];
}

/** Work is under way that the check would take for faults: ask again when it is done. */
export class MemoriesUnsettledError extends Error {
  override name = 'MemoriesUnsettledError';
}

const pageSize = 2_000;
const differingMax = 100;
const decisionKinds = [
  'memory.curated',
  'memory.judged',
  'memory.revoked',
  'team.changed',
  'project.aliased',
  'skill.published',
];

/**
 * Makes all memories from the archive's events, with nothing of what the consumer keeps, and compares. Holds what every
 * session says of every memory at once. Rejects with `MemoriesUnsettledError` while the consumer is not done.
 */
export async function verifyMemories(
  db: Database,
  derivers: readonly AnyDeriver[],
  signal: AbortSignal,
): Promise<MemoryVerification> {
  const { position, sessions: waiting, memories: stale } = await memoryProgress(db);
  if (waiting + stale > 0)
    throw new MemoriesUnsettledError(
      `${waiting} sessions are still to be observed and ${stale} memories to be folded: ask again in a moment`,
    );
  const decisions = await decisionsUpTo(db, position);
  const standing = standingOf(decisions);
  const observed: ObservedMemory[] = [];
  const told: Told[] = [];
  const { rows } = await sql<{ session: string }>`
    select distinct session from events where position <= ${position} and session <> '-'`.execute(db.kysely);
  for (const { session } of rows) {
    signal.throwIfAborted();
    const whole = storyOf(await factsOfSession(db, session, position));
    if (whole === undefined) continue;
    const story = { ...whole, project: projectNamed(whole.project, standing) };
    told.push(...aftermathsOf(story));
    observed.push(...observeStory(story, derivers));
  }
  const expected = new Map(
    deriveFrom({ observed, told, decisions }, derivers).map((memory) => [memory.id, hashOfMemory(memory)]),
  );
  const { rows: kept } = await sql<{ id: string; hash: string }>`select id, hash from memories`.execute(db.kysely);
  const found = new Map(kept.map(({ id, hash }) => [id, hash]));
  const differing = [...new Set([...expected.keys(), ...found.keys()])]
    .filter((id) => expected.get(id) !== found.get(id))
    .sort()
    .slice(0, differingMax);
  return {
    position,
    sessions: rows.length,
    memories: found.size,
    digest: digestOf(found),
    expected: digestOf(expected),
    differing: differing.map((memory) => ({ memory, found: found.has(memory), expected: expected.has(memory) })),
  };
}

async function decisionsUpTo(db: Database, position: number): Promise<Decision[]> {
  const decisions: Decision[] = [];
  let after = 0;
  for (;;) {
    const page = await readArchive(db, { after, until: position, kinds: decisionKinds, limit: pageSize });
    decisions.push(...page.flatMap((recorded) => decisionOf(recorded) ?? []));
    if (page.length < pageSize) return decisions;
    after = page.at(-1)!.position;
  }
}

async function factsOfSession(db: Database, session: string, until: number): Promise<Fact[]> {
  const facts: Fact[] = [];
  let after: { order: string; position: number } | undefined;
  for (;;) {
    const page = await readSession(db, session, { until, after, limit: pageSize });
    facts.push(...page.flatMap((recorded) => factOf(recorded) ?? []));
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return facts;
    after = { order: orderOf(last.event), position: last.position };
  }
}
