import type { DataOf, EventOf } from '@hookline/schemas';
import type { Resource } from '../claims/overlap.ts';

/** Whose words a text is. */
export type Trust = NonNullable<EventOf<'prompt.submitted'>['trust']>;

/** What conflicts say of a session, besides when it was heard of. */
export interface SessionNotes {
  /** Sessions it went on from: writing what they wrote is no conflict. */
  readonly ancestors: readonly string[];
  /** The last thing it was asked to do, shortened, and whose words they are. */
  readonly intent?: string;
  readonly intentTrust?: Trust;
  readonly actor?: string;
  readonly branch?: string;
  /** Its working copy, absolute, and the machine that has it. */
  readonly folder?: string;
  readonly host?: string;
}

/** A session as conflicts know it. Times are Unix milliseconds of events. */
export interface SeenSession {
  readonly lastMs: number;
  readonly endedMs: number | undefined;
  readonly notes: SessionNotes;
}

/**
 * What one session wrote of one path. A burst is what it wrote without being quiet in between for as long as the window;
 * `first…` is of the burst that goes on, everything else of the newest write.
 */
export interface Write {
  readonly session: string;
  readonly firstPosition: number;
  readonly firstMs: number;
  readonly firstTime: string;
  readonly lastMs: number;
  /** True where nothing but a look at the working tree says so: it may be another session's that works there too. */
  readonly inferred: boolean;
  readonly call?: string;
  readonly notes: SessionNotes;
}

/** A conflict that was found, for as long as its two go on writing. */
export interface Episode {
  readonly conflict: string;
  readonly pair: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** A claim on a path or glob, with when it is, or was, held. */
export interface Hold extends Resource {
  readonly claim: string;
  readonly holder: string;
  readonly session: string | undefined;
  readonly position: number | undefined;
  readonly time: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A path of a project, as one text. No path has the character 0. */
export const placeOf = (project: string, path: string): string => `${project}\0${path}`;

/** What conflicts are found by. The fold replaces entries and never changes one, so that what changed is what differs. */
export interface Board {
  /** The log's clock, Unix milliseconds. */
  clockMs: number;
  readonly sessions: Map<string, SeenSession>;
  /** By place, then by session. */
  readonly writes: Map<string, Map<string, Write>>;
  /** By place, then by pair: the latest. */
  readonly episodes: Map<string, Map<string, Episode>>;
  /** By project, the earliest first. */
  readonly holds: ReadonlyMap<string, readonly Hold[]>;
}

export function emptyBoard(holds: Board['holds'] = new Map()): Board {
  return { clockMs: 0, sessions: new Map(), writes: new Map(), episodes: new Map(), holds };
}

/** A conflict as it is found, with the event that made it one. */
export interface Detected {
  readonly project: string;
  readonly pair: string;
  readonly data: DataOf<'conflict.detected'>;
  readonly position: number;
  readonly event: string;
  readonly time: string;
  readonly atMs: number;
}
