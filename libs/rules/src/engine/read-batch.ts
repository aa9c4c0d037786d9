import { type BusEvent, type Cause, classOf } from '@hookline/schemas';
import { foldFacts, noFacts } from '../facts/fold-facts.ts';
import type { SessionFacts } from '../facts/session-facts.ts';
import { matchesOf } from '../match.ts';
import { causeOf, endOf, switchOf } from './bus-words.ts';
import type { Standing } from './standing.ts';
import type { Input } from './types.ts';

/** How far the clock stays behind what the bus heard last: who writes the log may be that much slower than another. */
export const clockBehindMs = 2_000;

/** What reading needs to know from before, and changes. */
export interface ReadingMemory {
  clockMs: number;
  /** What says that it was heard of later was heard of then: a clock that went wrong once must not be believed for ever. */
  latestMs?: number | undefined;
  /** Facts by session, of every session of the batch that there were any of. */
  readonly facts: Map<string, SessionFacts>;
  /** What stands behind sessions that begin in a folder, by `tieName`. */
  readonly ties: Map<string, Tie>;
}

export interface Tie {
  readonly item: string;
  readonly cause: Cause | undefined;
}

/** One event as the rules in force take it. */
interface ReadEvent {
  readonly position: number;
  readonly event: BusEvent;
  /** The clock at this event. */
  readonly clockMs: number;
  readonly inputs: readonly { readonly standing: Standing; readonly key: string; readonly input: Input }[];
  /** Set where it stops or resumes everything. */
  readonly stops?: boolean;
}

/** A batch, read once in the order of the log. */
export interface Reading {
  readonly events: readonly ReadEvent[];
  /** The facts of a session as they stood after the event with that number in the batch; -1 is before the first. */
  factsAt(session: string, index: number): SessionFacts | undefined;
  /** Sessions whose facts are different now. */
  readonly changed: ReadonlySet<string>;
  readonly newTies: ReadonlyMap<string, Tie>;
}

/** The name of a tie: a folder on a machine. */
export function tieName(host: string | undefined, folder: string): string {
  return `${host ?? '-'}\0${folder}`;
}

/**
 * Reads events in the order of the log: folds the facts of their sessions, moves the clock, and finds what each rule
 * matches. Pure but for `memory`. An event of an id that came before has to be left out by the caller.
 */
export function readBatch(
  batch: readonly { readonly position: number; readonly event: BusEvent }[],
  byKind: ReadonlyMap<string, readonly Standing[]>,
  byRule: ReadonlyMap<string, Standing>,
  memory: ReadingMemory,
  onFault: (rule: string, position: number, error: unknown) => void,
): Reading {
  const events: ReadEvent[] = [];
  const history = new Map<string, { index: number; facts: SessionFacts | undefined }[]>();
  const newTies = new Map<string, Tie>();
  const remember = (session: string, index: number, facts: SessionFacts) => {
    const of = history.get(session) ?? [{ index: -1, facts: memory.facts.get(session) }];
    if (of.length === 1) history.set(session, of);
    of.push({ index, facts });
    memory.facts.set(session, facts);
  };
  batch.forEach(({ position, event }, index) => {
    const heardMs = Math.min(Date.parse(event.recordedtime ?? event.time), memory.latestMs ?? Number.POSITIVE_INFINITY);
    memory.clockMs = Math.max(memory.clockMs, heardMs - clockBehindMs);
    if (event.kind === 'work.started') {
      const { item, session, folder, host, cause } = event.data;
      const tie = { item, cause };
      const works = session === undefined ? undefined : (memory.facts.get(session) ?? noFacts(session));
      // Whoever works for one project says nothing about the sessions of another.
      if (works !== undefined && (event.project === '-' || ['-', event.project].includes(works.project))) {
        remember(works.id, index, tied(works, tie));
      }
      if (folder !== undefined && isOwnFolder(folder)) {
        memory.ties.set(tieName(host, folder), tie);
        newTies.set(tieName(host, folder), tie);
      }
    }
    if (event.session !== '-' && classOf(event.kind) !== 'bus') {
      const before = memory.facts.get(event.session) ?? noFacts(event.session);
      const after = foldFacts(before, event);
      const tie =
        event.kind === 'session.started' || event.kind === 'session.resumed' ? tieOf(event, memory) : undefined;
      remember(event.session, index, tie === undefined ? after : tied(after, tie));
    }
    const facts = event.session === '-' ? undefined : memory.facts.get(event.session);
    const cause = causeOf(event, facts);
    const inputs: { standing: Standing; key: string; input: Input }[] = [];
    const end = endOf(event);
    const ending = end && byRule.get(end.rule);
    if (ending !== undefined) inputs.push({ standing: ending, key: end!.key, input: end!.input });
    const turned = switchOf(event);
    const switching = turned?.rule === undefined ? undefined : byRule.get(turned.rule);
    if (switching !== undefined)
      inputs.push({ standing: switching, key: '', input: { type: 'switch', paused: turned!.off } });
    for (const standing of byKind.get(event.kind) ?? []) {
      try {
        for (const match of matchesOf(standing.rule, event, position, heardMs, facts, cause)) {
          inputs.push({ standing, key: match.key, input: { type: 'match', match } });
        }
      } catch (error) {
        onFault(standing.rule.name, position, error);
      }
    }
    const stops = turned !== undefined && turned.rule === undefined ? turned.off : undefined;
    events.push({ position, event, clockMs: memory.clockMs, inputs, ...(stops !== undefined && { stops }) });
  });
  return {
    events,
    newTies,
    changed: new Set(history.keys()),
    factsAt(session, index) {
      const of = history.get(session);
      return of === undefined ? memory.facts.get(session) : of.findLast((one) => one.index <= index)?.facts;
    },
  };
}

function tied(facts: SessionFacts, { item, cause }: Tie): SessionFacts {
  return cause === undefined ? facts : { ...facts, cause: { ...cause, item } };
}

/** No system has a longer path, and each part of one is looked up. */
/** A folder that was made for one attempt lies deep enough that others do not begin below it by chance. */
function isOwnFolder(folder: string): boolean {
  return folder.length <= folderMax && folder.split('/').filter((part) => part !== '').length >= 3;
}

const folderMax = 4_096;

function tieOf(
  event: Extract<BusEvent, { kind: 'session.started' | 'session.resumed' }>,
  { ties }: ReadingMemory,
): Tie | undefined {
  const { cwd, host } = event.data;
  if (cwd === undefined || cwd.length > folderMax || ties.size === 0) return undefined;
  for (let folder = cwd; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const tie = ties.get(tieName(host, folder)) ?? ties.get(tieName(undefined, folder));
    if (tie !== undefined) return tie;
  }
  return undefined;
}
