import { type BusEvent, classOf, type EventOf, eventId } from '@hookline/schemas';
import { covers } from '../claims/overlap.ts';
import { storable } from '../json-text.ts';
import { plainText } from '../plain-text.ts';
import { type Board, type Detected, type Episode, type Hold, placeOf, type SeenSession, type Write } from './board.ts';
import { sessionAfter } from './fold-session.ts';
import { pairOf, sideOfHold, sideOfWrite, toldOf } from './sides.ts';

/** A session is live while it said something within so long of the log's clock, and has not ended. */
export const windowMs = 30 * 60_000;
/** What was heard later than this after it happened is history. */
export const freshMs = 60 * 60_000;
/** A write is forgotten when its path was left alone by its session for so long. */
export const forgottenMs = 24 * 60 * 60_000;
/** How far the log's clock is behind what it heard last: others may still say what they did meanwhile. */
const latenessMs = 2_000;

/** Events with their positions, each position once. */
export type Positioned = readonly { readonly event: BusEvent; readonly position: number }[];

/**
 * Takes events into the board and answers the conflicts they make, in the order of the log, whatever order they are given
 * in and however they are divided. What the log heard before `actFromMs` (Unix milliseconds) changes the board and makes
 * no conflict: it is read again.
 */
export function foldConflicts(board: Board, events: Positioned, actFromMs = 0): Detected[] {
  const found: Detected[] = [];
  for (const { event, position } of events.toSorted((a, b) => a.position - b.position)) {
    if (!isNews(event)) continue;
    const heardMs = heardMsOf(event);
    // A clock that is ahead of ours would keep its session live for as long as it is ahead.
    const happenedMs = Math.min(Date.parse(event.time), heardMs);
    board.clockMs = Math.max(board.clockMs, heardMs - latenessMs);
    const session = sessionOf(event);
    const parentOf = (id: string) => board.sessions.get(id);
    board.sessions.set(session, sessionAfter(board.sessions.get(session), event, happenedMs, parentOf));
    if (event.kind !== 'file.written' || event.project === '-') continue;
    for (const path of pathsOf(event)) {
      const wrote = { event, path, position, happenedMs, acts: heardMs >= actFromMs };
      found.push(...written(board, wrote));
    }
  }
  return found;
}

/** Whether an event says that its session is at work: neither history, nor what the bus says about it. */
export function isNews(event: BusEvent): boolean {
  const { session, project = '-', origin, time, kind } = event;
  if (session === undefined || session === '-' || origin === 'import' || classOf(kind) === 'bus') return false;
  if (isLong(session, nameBytesMax) || isLong(project, nameBytesMax)) return false;
  return heardMsOf(event) - Date.parse(time) <= freshMs;
}

/** Whoever publishes may make names of any length; what is longer than this no index takes. */
const nameBytesMax = 512;
const pathBytesMax = 800;
const isLong = (text: string, bytesMax: number) => Buffer.byteLength(text) > bytesMax;

/** Session and project of an event that is news, as they can be kept. */
export const sessionOf = (event: BusEvent): string => storable(event.session!);
export const projectOf = (event: BusEvent): string => storable(event.project ?? '-');

const heardMsOf = ({ recordedtime, time }: BusEvent) => Date.parse(recordedtime ?? time);

interface Wrote {
  readonly event: EventOf<'file.written'>;
  readonly path: string;
  readonly position: number;
  readonly happenedMs: number;
  readonly acts: boolean;
}

/** The paths of the repository that were written: a move writes two. */
export function pathsOf({ data: { path, from } }: EventOf<'file.written'>): string[] {
  const paths = from === undefined || from === path ? [path] : [path, from];
  return paths
    .map(storable)
    .filter((one) => !isLong(one, pathBytesMax) && !/^(?:[/~]|[A-Za-z]:|\.\.?(?:\/|$))/.test(one));
}

function written(board: Board, wrote: Wrote): Detected[] {
  const { event, path, position, happenedMs, acts } = wrote;
  const project = projectOf(event);
  const session = sessionOf(event);
  const place = placeOf(project, path);
  const writes = entry(board.writes, place);
  const before = writes.get(session);
  const mine = writeAfter(before, wrote, board.sessions.get(session)!);
  writes.set(session, mine);
  if (!isLive(board, session)) return [];

  const holds = (board.holds.get(project) ?? []).filter(
    (hold) => hold.fromMs <= happenedMs && happenedMs < hold.untilMs && covers(hold, path),
  );
  const others: { pair: string; write?: Write | undefined; hold?: Hold | undefined }[] = [];
  for (const write of writes.values()) {
    if (write.session === session || related(board, session, write.session)) continue;
    if (write.lastMs < board.clockMs - forgottenMs || !isLive(board, write.session)) continue;
    // Both are told of what a look at the one tree finds: it says nothing about who wrote it.
    if ((event.origin === 'derived' || write.inferred) && mayShareTree(mine, write)) continue;
    others.push({
      pair: pairOf(session, write.session),
      write,
      hold: holds.find((hold) => hold.session === write.session),
    });
  }
  for (const hold of holds) {
    // Without a session a claim is its holder's: the sessions of that person are not told apart.
    if (hold.session === undefined ? hold.holder === event.actor : hold.session === session) continue;
    if (hold.session !== undefined && related(board, session, hold.session)) continue;
    if (event.origin === 'derived') continue;
    if (others.some((other) => other.hold === hold)) continue;
    others.push({ pair: pairOf(session, `claim:${hold.claim}`), hold });
  }

  const found: Detected[] = [];
  const episodes = entry(board.episodes, place);
  for (const { pair, write, hold } of others.toSorted((a, b) => (a.pair < b.pair ? -1 : 1))) {
    const episode = episodes.get(pair);
    const lastMs = Math.max(episode?.lastMs ?? 0, before?.lastMs ?? 0, write?.lastMs ?? 0);
    if (episode !== undefined && happenedMs - lastMs < windowMs) {
      episodes.set(pair, extended(episode, happenedMs));
      continue;
    }
    if (!acts) continue;
    const conflict = conflictId(project, path, pair, [mine, write], hold);
    const ownHold = holds.find((one) => one.session === session);
    const own = sideOfWrite(mine, ownHold);
    const other = write === undefined ? sideOfHold(hold!, notesOf(board, hold!.session)) : sideOfWrite(write, hold);
    const told = toldOf({ conflict, path, own, other, why: write === undefined ? 'claimed' : 'both-wrote' });
    found.push({
      ...{ project: project, pair, data: told, position },
      ...{ event: event.id, time: event.time, atMs: happenedMs },
    });
    episodes.set(pair, { conflict, pair, firstMs: happenedMs, lastMs: happenedMs });
  }
  return found;
}

/** The same two, the same path and the same first writes are the same conflict. */
function conflictId(
  project: string,
  path: string,
  pair: string,
  writes: readonly (Write | undefined)[],
  hold: Hold | undefined,
): string {
  const first = writes
    .flatMap((write) => write ?? [])
    .toSorted((a, b) => (a.session < b.session ? -1 : 1))
    .map((write) => write.firstPosition);
  return eventId('conflict', project, path, pair, ...first, ...(first.length === 1 ? [hold!.claim] : []));
}

function writeAfter(before: Write | undefined, wrote: Wrote, { notes }: SeenSession): Write {
  const { event, position, happenedMs } = wrote;
  const goesOn = before !== undefined && happenedMs - before.lastMs < windowMs;
  const isNewest = before === undefined || happenedMs >= before.lastMs;
  const { call } = event.data;
  return {
    session: sessionOf(event),
    firstPosition: goesOn ? before.firstPosition : position,
    firstMs: goesOn ? Math.min(before.firstMs, happenedMs) : happenedMs,
    firstTime: goesOn ? before.firstTime : event.time,
    lastMs: Math.max(before?.lastMs ?? 0, happenedMs),
    inferred: event.origin === 'derived' && (!goesOn || before.inferred),
    ...(isNewest
      ? { ...(call !== undefined && { call: plainText(call, 300) }), notes }
      : { call: before.call, notes: before.notes }),
  } as Write;
}

const extended = (episode: Episode, atMs: number): Episode => ({
  ...episode,
  firstMs: Math.min(episode.firstMs, atMs),
  lastMs: Math.max(episode.lastMs, atMs),
});

function isLive(board: Board, session: string): boolean {
  const seen = board.sessions.get(session);
  return seen !== undefined && seen.endedMs === undefined && seen.lastMs >= board.clockMs - windowMs;
}

/** Whether one went on from the other. Two that went on from a third are two. */
function related(board: Board, one: string, other: string): boolean {
  return (
    notesOf(board, one)?.ancestors.includes(other) === true || notesOf(board, other)?.ancestors.includes(one) === true
  );
}

const notesOf = (board: Board, session: string | undefined) =>
  session === undefined ? undefined : board.sessions.get(session)?.notes;

function mayShareTree({ notes: one }: Write, { notes: other }: Write): boolean {
  if (one.folder === undefined || other.folder === undefined) return true;
  return one.folder === other.folder && (one.host === undefined || other.host === undefined || one.host === other.host);
}

function entry<Value>(maps: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const map = maps.get(key) ?? new Map<string, Value>();
  maps.set(key, map);
  return map;
}
