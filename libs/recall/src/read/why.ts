import type { Database, Trx } from '@hookline/db';
import {
  type AnyDeriver,
  type Decision,
  type Fact,
  judgeUse,
  type Memory,
  oneLine,
  type Seen,
  shortId,
  type Told,
} from '@hookline/memory';
import { sql } from 'kysely';
import { readDecisions, readObserved, readTold } from '../keep/sources.ts';
import { readStanding } from '../keep/standing.ts';
import { isShared, type MemoryReader } from './reader.ts';
import { summaryOf } from './summary.ts';

/** One event that a memory was made of. */
export interface EvidenceItem {
  readonly position: number;
  readonly session: string;
  /** How the session began, in the words of its person; null where nobody said. */
  readonly title: string | null;
  readonly actor: string | null;
  /** Null where the event is no longer kept. */
  readonly time: string | null;
  /** `origin`: where it was first seen. `curation`: what a person decided. */
  readonly role: 'support' | 'contradict' | 'origin' | 'curation';
  readonly summary: string;
  /** True where it was revoked: it does not count. */
  readonly revoked: boolean;
}

/** One time that a memory was put before an agent, or would have been in a held-out session. */
export interface Showing {
  readonly session: string;
  readonly title: string | null;
  readonly position: number;
  readonly time: string;
  readonly surface: string;
  /** What called for it: a path, a command, an error; null where nothing did. */
  readonly about: string | null;
  /** Of the whole injection. */
  readonly tokens: number;
  readonly heldOut: boolean;
  readonly outcome: 'helpful' | 'harmful' | 'ignored';
}

/** Why a memory says what it says, and what came of it. Everything the newest first. */
export interface MemoryReasons {
  readonly evidence: readonly EvidenceItem[];
  readonly decisions: readonly Decision[];
  readonly shown: readonly Showing[];
  /** Sessions of other projects that it rests on, which this reader may not know of. */
  readonly hiddenSessions: number;
}

const observationsMax = 2_000;
const shownMax = 200;

/** Resolves a memory to the events it came from. At most `limit` events. */
export async function reasonsOf(
  db: Database,
  derivers: readonly AnyDeriver[],
  reader: MemoryReader,
  memory: Memory,
  limit: number,
): Promise<MemoryReasons> {
  return await db.transaction(async (trx) => {
    const decisions = await readDecisions(trx, [memory.id]);
    const about = decisions.filter((one) => 'memory' in one && one.memory === memory.id);
    const own = isShared(reader, memory) ? about.flatMap(sharingOf) : about;
    const sources = [...new Set([memory.id, ...decisions.flatMap((one) => ('memory' in one ? [one.memory] : []))])];
    const observed = await readObserved(
      trx,
      sql<boolean>`o.memory = any(${sources}::text[]) and o.kind = ${memory.kind}`,
      observationsMax,
    );
    const visible = observed
      .map(({ seen }) => seen)
      .filter(({ project }) => reader.project === undefined || project === reader.project);
    const told = await readTold(
      trx,
      sql<boolean>`t.short_memory = ${shortId(memory.id)}
        and (${reader.project ?? null}::text is null or t.project = ${reader.project ?? null})`,
      observationsMax,
    );
    const curation = own.flatMap((one) => curationOf(one) ?? []);
    const events = await eventsOf(trx, derivers, memory, visible, limit);
    const shown = told.sort((a, b) => b.position - a.position).slice(0, shownMax);
    const titles = await titlesOf(
      trx,
      [...events, ...shown].map(({ session }) => session),
    );
    const abouts = await aboutsOf(trx, shown);
    return {
      evidence: [...events, ...curation]
        .sort((a, b) => b.position - a.position)
        .slice(0, limit)
        .map((one) => ({ ...one, title: titles.get(one.session) ?? null })),
      decisions: own.toReversed(),
      shown: shown.map(({ session, position, at, surface, tokens, heldOut, aftermath }) => ({
        session,
        title: titles.get(session) ?? null,
        position,
        time: at,
        surface,
        about: abouts.get(position) ?? null,
        tokens,
        heldOut,
        outcome: judgeUse(memory, aftermath),
      })),
      hiddenSessions: observed.length - visible.length,
    };
  });
}

/** Of what people of another project decided only that they let it hold elsewhere: what it said before is theirs. */
function sharingOf(decision: Decision): Decision[] {
  if (decision.type !== 'curated' || decision.action !== 'move') return [];
  const { reason: _, ...rest } = decision;
  return [rest];
}

const titleLengthMax = 80;

async function titlesOf(trx: Trx, sessions: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ session: string; text: string }>`
    select distinct on (session) session, left(fact ->> 'text', 400) as text from memory_facts
    where session = any(${[...new Set(sessions)]}::text[]) and fact ->> 'type' = 'prompt' and fact ->> 'by' = 'person'
    order by session, position`.execute(trx);
  return new Map(rows.map(({ session, text }) => [session, oneLine(text, titleLengthMax)]));
}

async function aboutsOf(trx: Trx, shown: readonly Told[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ position: number | string; about: string }>`
    select f.position, f.fact ->> 'about' as about from memory_facts f
    join unnest(${shown.map(({ session }) => session)}::text[], ${shown.map(({ position }) => position)}::bigint[])
      as wanted(session, position) on wanted.session = f.session and wanted.position = f.position
    where f.fact ->> 'about' is not null`.execute(trx);
  return new Map(rows.map(({ position, about }) => [Number(position), about]));
}

async function eventsOf(
  trx: Trx,
  derivers: readonly AnyDeriver[],
  memory: Memory,
  seen: readonly Seen[],
  limit: number,
): Promise<Omit<EvidenceItem, 'title'>[]> {
  const deriver = derivers.find(({ kind }) => kind === memory.kind);
  const places = seen
    .flatMap((one) => one.positions.map((position) => ({ position, seen: one })))
    .sort((a, b) => b.position - a.position);
  const origin = places.at(-1)?.position;
  const kept = places.length <= limit ? places : [...places.slice(0, limit - 1), places.at(-1)!];
  const { rows } = await sql<{ position: number | string; fact: Fact }>`
    select f.position, f.fact from memory_facts f
    join unnest(${kept.map((one) => one.seen.session)}::text[], ${kept.map(({ position }) => position)}::bigint[])
      as wanted(session, position) on wanted.session = f.session and wanted.position = f.position`.execute(trx);
  const facts = new Map(rows.map((row) => [Number(row.position), row.fact]));
  const revoked = await revokedOf(trx);
  const contradicting = new Set(seen.filter((one) => deriver !== undefined && contradicts(deriver, one)));
  return kept.map(({ position, seen: one }) => {
    const fact = facts.get(position);
    return {
      position,
      session: one.session,
      actor: one.actor ?? null,
      time: fact?.time ?? null,
      role: contradicting.has(one) ? 'contradict' : position === origin ? 'origin' : 'support',
      summary: fact === undefined ? 'this event is no longer kept' : summaryOf(fact),
      revoked: revoked(one),
    };
  });
}

/** Whether a session speaks against the memory. Kinds that say nothing of one session alone have none that does. */
function contradicts(deriver: AnyDeriver, one: Seen): boolean {
  return (deriver.fold([one])?.contradicted ?? 0) > 0;
}

async function revokedOf(trx: Trx): Promise<(seen: Seen) => boolean> {
  const { revokedSessions, revokedActors } = await readStanding(trx);
  return ({ session, actor }) => revokedSessions.has(session) || (actor !== undefined && revokedActors.has(actor));
}

const actions = {
  approve: 'approved it',
  reject: 'rejected it',
  retire: 'retired it',
  restore: 'restored it',
  edit: 'edited it',
  pin: 'pinned it',
  unpin: 'unpinned it',
  merge: 'merged it into another one',
  move: 'moved it',
} as const;

function curationOf(decision: Decision): Omit<EvidenceItem, 'title'> | undefined {
  if (decision.type !== 'curated') return undefined;
  const { position, time, by, action, statement, scope, into, reason } = decision;
  const what = statement ?? scope ?? into;
  return {
    position,
    session: '-',
    actor: by,
    time,
    role: 'curation',
    summary: `${by} ${actions[action]}${what === undefined ? '' : `: ${what}`}${reason === undefined ? '' : ` (${reason})`}`,
    revoked: false,
  };
}
