import { selectUnnested, type Trx } from '@hookline/db';
import { sql } from 'kysely';
import { jsonText } from '../json-text.ts';
import { type Board, type Episode, emptyBoard, type Hold, placeOf, type SeenSession, type Write } from './board.ts';
import { forgottenMs, freshMs } from './fold.ts';

/** What a batch is about: what has to be known to fold it. */
export interface Touched {
  readonly sessions: readonly string[];
  readonly places: readonly { readonly project: string; readonly path: string }[];
}

/** Of one path: more sessions than these at work on it are not looked at. */
const sessionsMax = 64;
const holdsMax = 2_000;

const iso = (ms: number) => new Date(ms).toISOString();

/** The part of the board that a batch needs. */
export async function readBoard(trx: Trx, { sessions, places }: Touched): Promise<Board> {
  const projects = [...new Set(places.map(({ project }) => project))];
  const board = emptyBoard(await readHolds(trx, projects));
  const clock = await trx.selectFrom('conflictClock').select('at').executeTakeFirst();
  if (clock !== undefined) board.clockMs = Date.parse(clock.at);
  const asked = new Set(sessions);
  if (places.length > 0) {
    for (const row of await readWrites(trx, places, board.clockMs)) {
      entry(board.writes, placeOf(row.project, row.path)).set(row.session, row.write);
      asked.add(row.session);
    }
    for (const row of await readEpisodes(trx, places, board.clockMs))
      entry(board.episodes, placeOf(row.project, row.path)).set(row.pair, row);
  }
  for (const holds of board.holds.values())
    for (const { session } of holds) if (session !== undefined) asked.add(session);
  if (asked.size > 0) {
    const rows = await trx
      .selectFrom('conflictSessions')
      .selectAll()
      .where('session', '=', sql<string>`any(${[...asked]}::text[])`)
      .execute();
    for (const { session, lastAt, endedAt, notes } of rows)
      board.sessions.set(session, {
        lastMs: Date.parse(lastAt),
        endedMs: endedAt === null ? undefined : Date.parse(endedAt),
        notes: notes as SeenSession['notes'],
      });
  }
  return board;
}

/** Writes down what became of the board since it was as `before`, a copy of its entries. */
export async function saveBoard(trx: Trx, board: Board, before: Board): Promise<void> {
  if (board.clockMs !== before.clockMs) {
    const at = iso(board.clockMs);
    await trx
      .insertInto('conflictClock')
      .values({ at })
      .onConflict((conflict) => conflict.column('one').doUpdateSet({ at }))
      .execute();
  }
  const sessions = [...board.sessions].filter(([session, seen]) => before.sessions.get(session) !== seen);
  if (sessions.length > 0) {
    await sql`
      insert into conflict_sessions (session, last_at, ended_at, notes) ${selectUnnested([
        { name: 'session', type: 'text', values: sessions.map(([session]) => session) },
        { name: 'last_at', type: 'timestamptz', values: sessions.map(([, { lastMs }]) => iso(lastMs)) },
        {
          name: 'ended_at',
          type: 'timestamptz',
          values: sessions.map(([, { endedMs }]) => (endedMs === undefined ? null : iso(endedMs))),
        },
        { name: 'notes', type: 'json', values: sessions.map(([, { notes }]) => jsonText(notes)) },
      ])}
      on conflict (session) do update
        set last_at = excluded.last_at, ended_at = excluded.ended_at, notes = excluded.notes`.execute(trx);
  }
  const writes = changed(board.writes, before.writes);
  if (writes.length > 0) {
    await sql`
      insert into conflict_writes (project, path, session, last_at, write) ${selectUnnested([
        { name: 'project', type: 'text', values: writes.map(({ project }) => project) },
        { name: 'path', type: 'text', values: writes.map(({ path }) => path) },
        { name: 'session', type: 'text', values: writes.map(({ key }) => key) },
        { name: 'last_at', type: 'timestamptz', values: writes.map(({ value }) => iso(value.lastMs)) },
        { name: 'write', type: 'json', values: writes.map(({ value }) => jsonText(value)) },
      ])}
      on conflict (project, path, session) do update set last_at = excluded.last_at, write = excluded.write`.execute(
      trx,
    );
  }
  const episodes = changed(board.episodes, before.episodes);
  if (episodes.length > 0) {
    await sql`
      update conflicts set first_at = given.first_at, last_at = given.last_at from (${selectUnnested([
        { name: 'conflict', type: 'text', values: episodes.map(({ value }) => value.conflict) },
        { name: 'first_at', type: 'timestamptz', values: episodes.map(({ value }) => iso(value.firstMs)) },
        { name: 'last_at', type: 'timestamptz', values: episodes.map(({ value }) => iso(value.lastMs)) },
      ])}) given where conflicts.conflict = given.conflict`.execute(trx);
  }
}

/** A copy of the entries, to compare with later. */
export function copyOf(board: Board): Board {
  const copied = <Value>(maps: Map<string, Map<string, Value>>) =>
    new Map([...maps].map(([key, map]) => [key, new Map(map)]));
  return {
    ...board,
    sessions: new Map(board.sessions),
    writes: copied(board.writes),
    episodes: copied(board.episodes),
  };
}

function changed<Value>(now: Map<string, Map<string, Value>>, before: Map<string, Map<string, Value>>) {
  return [...now].flatMap(([place, map]) => {
    const [project, path] = place.split('\0') as [string, string];
    return [...map]
      .filter(([key, value]) => before.get(place)?.get(key) !== value)
      .map(([key, value]) => ({ project, path, key, value }));
  });
}

function placesTable(places: Touched['places']) {
  return sql`(${selectUnnested([
    { name: 'project', type: 'text', values: places.map(({ project }) => project) },
    { name: 'path', type: 'text', values: places.map(({ path }) => path) },
  ])}) place`;
}

async function readWrites(trx: Trx, places: Touched['places'], clockMs: number) {
  const { rows } = await sql<{ project: string; path: string; session: string; write: Write }>`
    select place.project, place.path, found.session, found.write
    from ${placesTable(places)} cross join lateral (
      select session, write from conflict_writes w
      where w.project = place.project and w.path = place.path and w.last_at >= ${iso(Math.max(0, clockMs - forgottenMs))}
      order by w.last_at desc, w.session limit ${sessionsMax}
    ) found`.execute(trx);
  return rows;
}

async function readEpisodes(trx: Trx, places: Touched['places'], clockMs: number) {
  const { rows } = await sql<{
    project: string;
    path: string;
    pair: string;
    conflict: string;
    firstAt: string;
    lastAt: string;
  }>`
    select distinct on (c.project, c.path, c.pair)
      c.project, c.path, c.pair, c.conflict, c.first_at as "firstAt", c.last_at as "lastAt"
    from conflicts c join ${placesTable(places)} on c.project = place.project and c.path = place.path
    where c.last_at >= ${iso(Math.max(0, clockMs - forgottenMs))}
    order by c.project, c.path, c.pair, c.last_at desc`.execute(trx);
  return rows.map(({ firstAt, lastAt, ...row }) => ({
    ...row,
    firstMs: Date.parse(firstAt),
    lastMs: Date.parse(lastAt),
  })) satisfies (Episode & { project: string; path: string })[];
}

/** What is held, and what was while something that is heard late may have happened. */
async function readHolds(trx: Trx, projects: readonly string[]): Promise<Map<string, Hold[]>> {
  const holds = new Map<string, Hold[]>();
  if (projects.length === 0) return holds;
  const rows = await trx
    .selectFrom('claims')
    .leftJoin('claimPositions', 'claimPositions.claim', 'claims.claim')
    .selectAll('claims')
    .select('claimPositions.position')
    .where('project', '=', sql<string>`any(${[...projects]}::text[])`)
    .where('kind', '<>', 'task')
    .where(
      sql<boolean>`(state = 'held' and expires_at > now() - make_interval(secs => ${(2 * freshMs) / 1000})
        or ended_at > now() - make_interval(secs => ${(2 * freshMs) / 1000}))`,
    )
    .orderBy('takenAt', 'desc')
    .orderBy('claims.claim')
    .limit(holdsMax)
    .execute();
  for (const row of rows.reverse()) {
    const until = row.endedAt === null || row.endedAt > row.expiresAt ? row.expiresAt : row.endedAt;
    const hold: Hold = {
      ...{ claim: row.claim, kind: row.kind, resource: row.resource, holder: row.holder },
      session: row.session ?? undefined,
      position: row.position ?? undefined,
      ...{ time: row.takenAt, fromMs: Date.parse(row.takenAt), untilMs: Date.parse(until) },
    };
    holds.set(row.project, [...(holds.get(row.project) ?? []), hold]);
  }
  return holds;
}

function entry<Value>(maps: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const map = maps.get(key) ?? new Map<string, Value>();
  maps.set(key, map);
  return map;
}
