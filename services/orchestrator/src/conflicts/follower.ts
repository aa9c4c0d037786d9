import type { Trx } from '@hookline/db';
import { type BusEvent, type EventOf, eventKinds } from '@hookline/schemas';
import { sql } from 'kysely';
import { busEvent } from '../bus-event.ts';
import type { Follower } from '../engine/followers.ts';
import { jsonText, storable } from '../json-text.ts';
import { post } from '../outbox.ts';
import { plainText, plainTime } from '../plain-text.ts';
import { type Detected, placeOf } from './board.ts';
import { foldConflicts, freshMs, isNews, pathsOf, projectOf, sessionOf } from './fold.ts';
import { pairOfTold, type Side } from './sides.ts';
import { copyOf, readBoard, saveBoard, type Touched } from './store.ts';

type Kind = BusEvent['kind'];

/** Whatever a session says is a sign of life; what the bus says is not, but its conflicts come back from the log. */
const kinds: readonly Kind[] = eventKinds
  .filter((one) => one.class !== 'bus' || one.kind === 'conflict.detected')
  .map(({ kind }) => kind);

/**
 * Finds conflicts in what sessions of any harness are seen to write, says so in the log, and keeps them for people to look
 * at. The same log read again finds none: what was heard more than an hour ago by the database's clock is history.
 */
export const conflictsFollower: Follower = {
  name: 'conflicts',
  kinds,
  async follow(trx, events) {
    const told = events.flatMap(({ event, position }) =>
      event.kind === 'conflict.detected' ? [{ event, position }] : [],
    );
    for (const { event, position } of told) await keep(trx, ofLog(event, position));
    const seen = events.filter(({ event }) => isNews(event));
    if (seen.length === 0) return;
    const { rows } = await sql<{ now: string }>`select now() as now`.execute(trx);
    const board = await readBoard(trx, touchedBy(seen.map(({ event }) => event)));
    const before = copyOf(board);
    const found = foldConflicts(board, seen, Date.parse(rows[0]!.now) - freshMs);
    for (const conflict of found) if (await keep(trx, conflict)) await post(trx, eventOf(conflict));
    await saveBoard(trx, board, before);
  },
};

function touchedBy(events: readonly BusEvent[]): Touched {
  const sessions = new Set<string>();
  const places = new Map<string, Touched['places'][number]>();
  for (const event of events) {
    sessions.add(sessionOf(event));
    if (event.kind === 'session.started' && event.data.previousSession)
      sessions.add(plainText(event.data.previousSession, 512));
    if (event.kind === 'session.forked' && event.data.parentSession)
      sessions.add(plainText(event.data.parentSession, 512));
    if (event.kind !== 'file.written') continue;
    const project = projectOf(event);
    for (const path of pathsOf(event)) places.set(placeOf(project, path), { project, path });
  }
  return { sessions: [...sessions], places: [...places.values()] };
}

/** Keeps a conflict. False where it was kept before. */
async function keep(trx: Trx, { project, pair, data, position, atMs }: Detected): Promise<boolean> {
  const at = new Date(atMs).toISOString();
  const inserted = await trx
    .insertInto('conflicts')
    .values({
      ...{ conflict: data.conflict, project, path: data.path, pair, position, firstAt: at, lastAt: at },
      sessions: data.sides.flatMap(({ session }) => session ?? []),
      found: jsonText(data),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('conflict')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** What is said of a conflict. Its id is the conflict's: it is said once. */
function eventOf({ project, data, event }: Detected) {
  return busEvent<'conflict.detected'>({
    kind: 'conflict.detected',
    id: data.conflict,
    subject: data.conflict,
    causationid: event,
    project,
    data,
  });
}

function ofLog({ data, project = '-', id, time }: EventOf<'conflict.detected'>, position: number): Detected {
  const found: Detected['data'] = JSON.parse(jsonText(data));
  const sideMs = found.sides.map((side: Side) => Date.parse(plainTime(side.time)));
  const about = { project: storable(project), pair: pairOfTold(found), data: found, position };
  return { ...about, event: id, time, atMs: Math.max(...sideMs) };
}
