import type { Database, Trx } from '@hookline/db';
import {
  type AnyDeriver,
  aftermathsOf,
  type Memory,
  mergesOf,
  type ObservedMemory,
  observeStory,
  projectNamed,
  type Standing,
  storyOf,
  type Told,
} from '@hookline/memory';
import { sql } from 'kysely';
import { readFacts } from '../keep/observe-next.ts';
import { foldKept, readDecisions, readObserved, readTold } from '../keep/sources.ts';
import { readStanding } from '../keep/standing.ts';

/** Too much of a project went on at a position to be folded while somebody waits. */
export class TooMuchToFoldError extends Error {
  override name = 'TooMuchToFoldError';
}

const openSessionsMax = 300;
const factsMax = 300_000;
const rowsMax = 200_000;

/**
 * What was believed in a project when the log had come to a position: its memories as they follow from the facts and
 * decisions up to there and from nothing else, by id; or only those with these ids. Sessions that were over by then are
 * taken as they were observed; those that went on are observed again from what was there. What was erased since is not
 * believed in hindsight either. Throws {@link TooMuchToFoldError}.
 */
export async function believedAt(
  db: Database,
  derivers: readonly AnyDeriver[],
  { project, ids }: { readonly project: string; readonly ids?: readonly string[] },
  position: number,
): Promise<Map<string, Memory>> {
  return await db.transaction(async (trx) => {
    await sql`set transaction isolation level repeatable read, read only`.execute(trx);
    const standing = await readStanding(trx, position);
    const names = namesOf(project, [standing, await readStanding(trx)]);
    const open = await openSessions(trx, names, ids, position);
    const parts = { standing, project, position, open };
    const early = await readDecisions(trx, ids ?? [], position);
    const wanted = ids && [...new Set([...ids, ...ids.flatMap((id) => mergesOf(early).get(id) ?? [])])];
    const whole = await readWhole(trx, parts, wanted);
    const again = await observeOpen(trx, derivers, parts);
    const observed = [...whole, ...again.observed.filter(({ memory }) => wanted?.includes(memory) ?? true)];
    const all = ids ?? [...new Set(observed.map(({ memory }) => memory))];
    const decisions = ids === undefined ? await readDecisions(trx, all, position) : early;
    const shorts = all.map((id) => id.slice(0, 12));
    const told = [
      ...(await readTold(
        trx,
        sql<boolean>`t.short_memory = any(${shorts}::text[]) and t.position <= ${position} and t.session <> all(${open}::text[])`,
        rowsMax,
      )),
      ...again.told,
    ];
    return foldKept({ observed, decisions, told, standing }, derivers, all);
  });
}

interface Parts {
  readonly standing: Standing;
  readonly project: string;
  readonly position: number;
  readonly open: readonly string[];
}

/** The names under which what is now, or was then, the project may be kept. All are the project alone where no name changed. */
function namesOf(project: string, standings: readonly Standing[]): string[] {
  const names = new Set([project]);
  for (const standing of standings) {
    for (const [alias, target] of standing.aliases) {
      const named = projectNamed(alias, standing);
      if (named !== project && alias !== project && target !== project) continue;
      for (const name of [alias, target, named]) names.add(name);
    }
  }
  return [...names];
}

/**
 * Sessions that must be read again: those that went on after the position, that wait to be observed, or that are kept
 * under another name than they had; and those in which a memory was told and that went on.
 */
async function openSessions(
  trx: Trx,
  names: readonly string[],
  ids: readonly string[] | undefined,
  position: number,
): Promise<string[]> {
  const renamed = names.length > 1;
  const told =
    ids === undefined
      ? sql`select t.session from memory_injections t where t.project = any(${[...names]}::text[])
          union select t.session from memory_injections t join memories m on left(m.id, 12) = t.short_memory
          where m.project = any(${[...names]}::text[])`
      : sql`select t.session from memory_injections t where t.short_memory = any(${ids.map((id) => id.slice(0, 12))}::text[])`;
  const { rows } = await sql<{ session: string; facts: number }>`
    select s.session, s.facts from memory_sessions s
    where (s.waiting or s.last_position > ${position} or (${renamed} and s.project = any(${[...names]}::text[])))
      and (s.project = any(${[...names]}::text[]) or s.project is null or s.session in (${told}))
      and exists (select 1 from memory_facts f where f.session = s.session and f.position <= ${position})
    order by s.session limit ${openSessionsMax + 1}`.execute(trx);
  const facts = rows.reduce((sum, row) => sum + row.facts, 0);
  if (rows.length > openSessionsMax || facts > factsMax) {
    throw new TooMuchToFoldError(
      `at ${position} more than ${openSessionsMax} sessions or ${factsMax} facts of ${names[0]} were open, the most that is folded again while somebody waits`,
    );
  }
  return rows.map(({ session }) => session);
}

async function readWhole(
  trx: Trx,
  { project, position, open }: Parts,
  wanted: readonly string[] | undefined,
): Promise<ObservedMemory[]> {
  const of =
    wanted === undefined ? sql<boolean>`o.project = ${project}` : sql<boolean>`o.memory = any(${[...wanted]}::text[])`;
  const observed = await readObserved(
    trx,
    sql<boolean>`${of} and o.session <> all(${[...open]}::text[]) and exists (
      select 1 from memory_sessions s where s.session = o.session and s.last_position <= ${position})`,
    rowsMax + 1,
  );
  if (observed.length <= rowsMax) return observed;
  throw new TooMuchToFoldError(
    `${project} has more than ${rowsMax} observations, the most that is folded again while somebody waits: ask about one memory`,
  );
}

async function observeOpen(
  trx: Trx,
  derivers: readonly AnyDeriver[],
  { standing, project, position, open }: Parts,
): Promise<{ observed: ObservedMemory[]; told: Told[] }> {
  const observed: ObservedMemory[] = [];
  const told: Told[] = [];
  for (const session of open) {
    const whole = storyOf(await readFacts(trx, session, position));
    if (whole === undefined) continue;
    const story = { ...whole, project: projectNamed(whole.project, standing) };
    told.push(...aftermathsOf(story));
    if (story.project === project) observed.push(...observeStory(story, derivers));
  }
  return { observed, told };
}
