import { archiveRange, type Database, type FiringMatch, findEvent } from '@hookline/db';
import type { ActionName } from '@hookline/rules';
import { type BusEvent, readEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import { type FiringRow, firingsAfter, readFiring } from './firing-rows.ts';
import { type Made, madeBy } from './made.ts';
import { orNull } from './shown-firing.ts';

/** A link of the chain from what a person asked for to what came of it. */
export interface Link {
  readonly id: string;
  /** What brought it about. */
  readonly of: string | null;
  readonly type: 'prompt' | 'event' | 'firing' | 'verdict' | 'session' | 'message' | Exclude<ActionName, 'steer'>;
  readonly title: string;
  readonly detail: string | null;
  readonly state: string | null;
  readonly time: string | null;
  readonly session: string | null;
  /** The exact moment. */
  readonly position: number | null;
  readonly rule: string | null;
  /** Id of the firing, the item, the message or the approval. */
  readonly ref: string | null;
}

const linksMax = 300;
const titleMax = 200;
/** Firings that are followed back and onwards; depth is bounded by the engine well below. */
const firingsMax = 32;

/**
 * The chain that a firing is part of: from the prompts at its beginning, through earlier firings, to what its actions made
 * and the firings that followed. In that order; a link stands after the one it is `of`. Bounded: what is beyond 300 links
 * is left out. With `project`, only what is of that project.
 */
export async function chainOf(db: Database, row: FiringRow, project?: string): Promise<Link[]> {
  const links = new Links();
  const before = await firingsBefore(db, row, project);
  const seen = new Set<string>();
  for (const one of before) await addFiring(db, one, links, seen, project);
  const waiting = [...(await firingsAfter(db, row.firing, project))];
  while (waiting.length > 0 && seen.size < firingsMax) {
    const next = waiting.shift()!;
    if (seen.has(next.firing)) continue;
    await addFiring(db, next, links, seen, project);
    waiting.push(...(await firingsAfter(db, next.firing, project)));
  }
  return links.all();
}

/** Links in the order in which they were added, each once. */
class Links {
  readonly #links = new Map<string, Link>();

  add(link: Link): void {
    if (this.#links.size >= linksMax || this.#links.has(link.id)) return;
    const of = link.of !== null && this.#links.has(link.of) ? link.of : null;
    this.#links.set(link.id, { ...link, of, title: line(link.title) });
  }

  /** The first of these that is there. */
  first(ids: readonly string[]): string | null {
    return ids.find((id) => this.#links.has(id)) ?? null;
  }

  all(): Link[] {
    return [...this.#links.values()];
  }
}

/** The firings that stand behind this one, the first one first, this one last. */
async function firingsBefore(db: Database, row: FiringRow, project?: string): Promise<FiringRow[]> {
  const before = [row];
  while (before.length < firingsMax) {
    const of = before[0]!.matches.findLast((match) => orNull(match.of ?? '') !== null)?.of;
    const parent = of && of !== before[0]!.firing ? await readFiring(db, of, project) : undefined;
    if (parent === undefined || before.some(({ firing }) => firing === parent.firing)) break;
    before.unshift(parent);
  }
  return before;
}

async function addFiring(
  db: Database,
  row: FiringRow,
  links: Links,
  seen: Set<string>,
  project: string | undefined,
): Promise<void> {
  seen.add(row.firing);
  for (const match of row.matches) {
    const prompt = match.of ? undefined : await promptOf(db, match.position);
    if (prompt !== undefined) links.add(prompt);
    links.add({
      ...nothing,
      id: `event:${match.id}`,
      of: prompt?.id ?? links.first(match.of ? await beginningsOf(db, match.of, match) : []),
      type: 'event',
      title: match.kind,
      time: match.time,
      session: orNull(match.session),
      position: match.position,
    });
  }
  // Of several, the one that an earlier firing stands behind.
  const broughtAbout = row.matches.findLast(({ of }) => orNull(of ?? '') !== null) ?? row.matches.at(-1);
  links.add({
    ...nothing,
    id: `firing:${row.firing}`,
    of: broughtAbout === undefined ? null : `event:${broughtAbout.id}`,
    type: 'firing',
    title: row.rule,
    detail: row.key,
    time: firedAt(row),
    session: orNull(row.session),
    position: row.position,
    rule: row.rule,
    ref: row.firing,
  });
  const made = (await madeBy(db, [row.firing], project)).get(row.firing) ?? [];
  for (const one of made) await addMade(db, row, one, links, project);
}

async function addMade(
  db: Database,
  row: FiringRow,
  made: Made,
  links: Links,
  project: string | undefined,
): Promise<void> {
  const { action, id, title, detail, state, time, session, position } = made;
  const own = linkOf(made);
  links.add({
    ...nothing,
    id: own,
    of: made.parent === null ? `firing:${row.firing}` : `work:${made.parent}`,
    type: action === 'steer' ? 'message' : action,
    title,
    detail,
    state,
    time,
    session: action === 'steer' ? session : null,
    position,
    rule: row.rule,
    ref: id,
  });
  if (action !== 'work') return;
  for (const worker of await sessionsFor(db, row.firing, id, session, project)) {
    links.add({ ...nothing, ...worker, id: `session:${worker.session}`, of: own, type: 'session' });
  }
  if (made.verdict === null) return;
  links.add({
    ...nothing,
    id: `verdict:${id}`,
    of: session === null ? own : `session:${session}`,
    type: 'verdict',
    title: made.verdict,
    state,
    session,
    ...(await endOf(db, id)),
    ref: id,
  });
}

/** By the engine's clock, which stays behind: never before what it fired for. */
function firedAt({ clockMs, at, matches }: FiringRow): string {
  if (clockMs <= 0) return at;
  const times = matches.map(({ time }) => Date.parse(time)).filter(Number.isFinite);
  return new Date(Math.max(clockMs, ...times)).toISOString();
}

/** When, and where, the log tells that an item ended. */
async function endOf(db: Database, item: string): Promise<Pick<Link, 'time' | 'position'>> {
  const row = await db.kysely
    .selectFrom('workHistory')
    .select(['position', 'at'])
    .where('item', '=', item)
    .where('kind', 'in', ['work.completed', 'work.dead'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { time: row?.at ?? null, position: row?.position ?? null };
}

/** The sessions that worked on an item, as they told of themselves. */
async function sessionsFor(
  db: Database,
  firing: string,
  item: string,
  doneIn: string | null,
  project: string | undefined,
) {
  const rows = await db.kysely
    .selectFrom('sessionFacts')
    .select(['session', 'facts'])
    .where(sql<string>`facts -> 'cause' ->> 'firing'`, '=', firing)
    .where(sql<string>`facts -> 'cause' ->> 'item'`, '=', item)
    .$if(project !== undefined, (query) => query.where(sql`facts ->> 'project'`, '=', project!))
    .orderBy('position')
    .limit(20)
    .execute();
  const told: Worker[] = rows.map(({ session, facts }) => {
    const { title, harness, startedAt, ended } = facts as Record<string, unknown>;
    return {
      session,
      title: String(title || session),
      detail: String(harness ?? ''),
      state: ended === true ? 'ended' : 'running',
      time: typeof startedAt === 'string' && startedAt !== '' ? startedAt : null,
    };
  });
  if (doneIn !== null && told.every(({ session }) => session !== doneIn))
    told.push({ session: doneIn, title: doneIn, detail: null, state: null, time: null });
  return await Promise.all(
    told.map(async (worker) => ({ ...worker, position: (await archiveRange(db, worker.session))?.first ?? null })),
  );
}

type Worker = Pick<Link, 'title' | 'detail' | 'state' | 'time'> & { readonly session: string };

/** What of an earlier firing an event may have come from, the nearest first: a verdict, an item, a session, the firing. */
async function beginningsOf(db: Database, firing: string, { id, session }: FiringMatch): Promise<string[]> {
  const said = await db.kysely
    .selectFrom('workHistory')
    .select(['item', 'kind'])
    .where('event', '=', id)
    .executeTakeFirst();
  const ended = said?.kind === 'work.completed' || said?.kind === 'work.dead';
  return [
    ...(said === undefined ? [] : [...(ended ? [`verdict:${said.item}`] : []), `work:${said.item}`]),
    `session:${session}`,
    `firing:${firing}`,
  ];
}

/** The prompt of the turn that an event is part of, else the last one that its session had before. */
async function promptOf(db: Database, position: number): Promise<Link | undefined> {
  const stored = await findEvent(db, { position });
  const event = stored && readEvent(stored.event);
  if (event === undefined) return undefined;
  if (event.kind === 'prompt.submitted') return promptLink(event, position);
  const found = event.turn === undefined ? await promptBefore(db, event, position) : { id: event.turn };
  const asked = found && (await findEvent(db, found));
  const prompt = asked && readEvent(asked.event);
  return prompt?.kind === 'prompt.submitted' ? promptLink(prompt, asked!.position) : undefined;
}

/** What is said at the end of a session, say, is of no turn. */
async function promptBefore(db: Database, { session }: BusEvent, position: number) {
  if (session === '-') return undefined;
  return await db.kysely
    .selectFrom('events')
    .select('position')
    .where('session', '=', session)
    .where('kind', '=', 'prompt.submitted')
    .where('position', '<', position)
    .orderBy('orderKey', 'desc')
    .limit(1)
    .executeTakeFirst();
}

function promptLink(event: BusEvent & { kind: 'prompt.submitted' }, position: number): Link {
  const { text } = event.data;
  return {
    ...nothing,
    id: `prompt:${event.id}`,
    type: 'prompt',
    title: typeof text === 'string' ? text : text.head,
    detail: event.actor ?? null,
    time: event.time,
    session: orNull(event.session),
    position,
  };
}

const linkOf = ({ action, id }: Pick<Made, 'action' | 'id'>) => `${action === 'steer' ? 'message' : action}:${id}`;

const nothing = {
  of: null,
  detail: null,
  state: null,
  time: null,
  session: null,
  position: null,
  rule: null,
  ref: null,
};

function line(text: string): string {
  const one = text.replaceAll(/\s+/g, ' ').trim();
  return one.length <= titleMax ? one : `${one.slice(0, titleMax - 1).toWellFormed()}…`;
}
