import { canonicalJson, type Database, isTransient, type Trx, textArray, unnest } from '@hookline/db';
import {
  type AnyDeriver,
  aftermathsOf,
  type Fact,
  type ObservedMemory,
  observeStory,
  projectNamed,
  type Story,
  storyOf,
  type Told,
} from '@hookline/memory';
import { sql } from 'kysely';
import { readStanding } from './standing.ts';
import { makeStale } from './take-batch.ts';

/** What else is kept of a session when it was observed; undefined where nothing is left of it. In the same transaction. */
export type OnObserved = (trx: Trx, session: string, story: Story | undefined) => Promise<void>;

const waitAtLeastMs = 300;
const waitPerFactMs = 3;
const waitAtMostMs = 30_000;
const putOffMs = 60_000;

/** `all` takes also sessions that are not due. */
export interface ObserveOptions {
  readonly all?: boolean;
  /** Told of a session that could not be observed, which is put off for a minute; where absent, the fault is thrown. */
  readonly onFault?: (session: string, error: unknown) => void;
}

/**
 * Observes the session that waits longest, anew and as a whole: what follows does not depend on how its facts arrived.
 * Sessions at work wait the longer the more there is to read; those whose turn ended are due at once. Returns the
 * session; undefined when none is due.
 */
export async function observeNext(
  db: Database,
  derivers: readonly AnyDeriver[],
  onObserved: OnObserved,
  { all = false, onFault }: ObserveOptions = {},
): Promise<string | undefined> {
  let session: string | undefined;
  try {
    return await db.transaction(async (trx) => {
      session = await nextOf(trx, all);
      if (session !== undefined) await observe(trx, session, derivers, onObserved);
      return session;
    });
  } catch (error) {
    if (session === undefined || onFault === undefined || isTransient(error)) throw error;
    await putOff(db, session, faultText(error));
    onFault(session, error);
    return session;
  }
}

async function nextOf(trx: Trx, all: boolean): Promise<string | undefined> {
  const due = all
    ? sql`true`
    : sql`waiting_since < now() and (ended
        or waiting_since < now() - least(${waitAtMostMs}, ${waitAtLeastMs} + facts * ${waitPerFactMs}) * interval '1 ms')`;
  const { rows } = await sql<{ session: string }>`
    select session from memory_sessions where waiting and (${due})
    order by waiting_since, session limit 1 for update skip locked`.execute(trx);
  return rows[0]?.session;
}

const faultLengthMax = 300;

/** Of what went wrong, what people are shown. */
function faultText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll('\0', '␀').toWellFormed().slice(0, faultLengthMax);
}

/** What fails again and again must not keep others waiting: it waits itself. */
async function putOff(db: Database, session: string, fault: string): Promise<void> {
  await sql`
    update memory_sessions set waiting_since = now() + ${putOffMs} * interval '1 ms', fault = ${fault}
    where session = ${session} and waiting`.execute(db.kysely);
}

async function observe(
  trx: Trx,
  session: string,
  derivers: readonly AnyDeriver[],
  onObserved: OnObserved,
): Promise<void> {
  await forgetExpired(trx, session);
  const facts = await readFacts(trx, session);
  const told = storyOf(facts);
  const story = told && { ...told, project: projectNamed(told.project, await readStanding(trx)) };
  const faults: string[] = [];
  const observed = story && observeStory(story, derivers, (kind, error) => faults.push(`${kind}: ${faultText(error)}`));
  await replaceObservations(trx, session, observed ?? []);
  await replaceTold(trx, session, story === undefined ? [] : aftermathsOf(story));
  await onObserved(trx, session, story);
  if (story === undefined) {
    await trx.deleteFrom('memorySessions').where('session', '=', session).execute();
    return;
  }
  await trx
    .updateTable('memorySessions')
    .set({
      facts: facts.length,
      observedFacts: facts.length,
      observedTo: Math.max(...facts.map(({ position }) => position)),
      project: story.project,
      actor: story.actor ?? null,
      startedAt: story.startedAt,
      lastAt: story.lastAt,
      harness: story.harness ?? null,
      waiting: false,
      ended: false,
      fault: faults.length === 0 ? null : faults.join('; '),
    })
    .where('session', '=', session)
    .execute();
}

/** Retention may delete an event that was still on its way here. */
async function forgetExpired(trx: Trx, session: string): Promise<void> {
  await sql`
    delete from memory_facts using expired_events expired
    where memory_facts.session = ${session} and expired.session in (${session}, '-')
      and memory_facts.position = expired.position`.execute(trx);
}

/** The facts kept of a session, in no order. */
export async function readFacts(trx: Trx, session: string, upTo: number = Number.MAX_SAFE_INTEGER): Promise<Fact[]> {
  const { rows } = await sql<{ fact: Fact }>`
    select fact from memory_facts where session = ${session} and position <= ${upTo}`.execute(trx);
  return rows.map(({ fact }) => fact);
}

async function replaceObservations(trx: Trx, session: string, observed: readonly ObservedMemory[]): Promise<void> {
  const before = await trx
    .selectFrom('memoryObservations')
    .select(['memory', 'project', 'actor', 'firstAt', 'lastAt', 'positions', 'data'])
    .where('session', '=', session)
    .execute();
  const known = new Map(before.map((row) => [row.memory, digestOf({ ...row, positions: row.positions.map(Number) })]));
  const changed = observed.filter(({ memory, seen }) => known.get(memory) !== digestOf(seen));
  const standing = new Set(observed.map(({ memory }) => memory));
  const gone = before.map(({ memory }) => memory).filter((memory) => !standing.has(memory));
  await trx
    .deleteFrom('memoryObservations')
    .where('session', '=', session)
    .where('memory', 'in', [...gone, ...changed.map(({ memory }) => memory), ''])
    .execute();
  await insertObservations(trx, changed);
  await makeStale(trx, [...gone, ...changed.map(({ memory }) => memory)]);
}

type Digested = Pick<ObservedMemory['seen'], 'project' | 'firstAt' | 'lastAt' | 'positions'> & {
  readonly actor?: string | null | undefined;
  readonly data: unknown;
};

const digestOf = ({ project, actor, firstAt, lastAt, positions, data }: Digested) =>
  canonicalJson([project, actor ?? null, firstAt, lastAt, positions, data]);

async function insertObservations(trx: Trx, observed: readonly ObservedMemory[]): Promise<void> {
  if (observed.length === 0) return;
  const column = (name: string, value: (one: ObservedMemory) => string | null) => ({
    name,
    type: 'text',
    values: observed.map(value),
  });
  await sql`
    insert into memory_observations
      (memory, session, kind, home, about, project, actor, scope, first_at, last_at, positions, data)
    select memory, session, kind, home, about, project, actor, scope,
      first_at::timestamptz, last_at::timestamptz, positions::bigint[], data::jsonb
    from ${unnest([
      column('memory', ({ memory }) => memory),
      column('session', ({ seen }) => seen.session),
      column('kind', ({ kind }) => kind),
      column('home', ({ home }) => home),
      column('about', ({ seen }) => seen.about),
      column('project', ({ seen }) => seen.project),
      column('actor', ({ seen }) => seen.actor ?? null),
      column('scope', ({ seen }) => seen.scope),
      column('first_at', ({ seen }) => seen.firstAt),
      column('last_at', ({ seen }) => seen.lastAt),
      column('positions', ({ seen }) => `{${seen.positions.join(',')}}`),
      column('data', ({ seen }) => JSON.stringify(seen.data)),
    ])} as given(memory, session, kind, home, about, project, actor, scope, first_at, last_at, positions, data)
  `.execute(trx);
}

async function replaceTold(trx: Trx, session: string, told: readonly Told[]): Promise<void> {
  const before = await trx
    .deleteFrom('memoryInjections')
    .where('session', '=', session)
    .returning(['shortMemory', 'aftermath', 'position'])
    .execute();
  if (told.length > 0)
    await trx
      .insertInto('memoryInjections')
      .values(told.map((one) => ({ ...one, aftermath: JSON.stringify(one.aftermath) })))
      .execute();
  const digest = (one: { readonly shortMemory: string; readonly position: number; readonly aftermath: unknown }) =>
    `${one.shortMemory} ${one.position} ${canonicalJson(one.aftermath)}`;
  const known = new Set(before.map(digest));
  const standing = new Set(told.map(digest));
  const concerned = [
    ...before.filter((one) => !standing.has(digest(one))),
    ...told.filter((one) => !known.has(digest(one))),
  ].map(({ shortMemory }) => shortMemory);
  if (concerned.length === 0) return;
  await sql`
    insert into memory_stale (memory)
    select distinct memory from memory_observations
    where left(memory, 12) = any(${textArray(concerned)}::text[])
    order by 1
    on conflict (memory) do update set since = memory_stale.since`.execute(trx);
}
