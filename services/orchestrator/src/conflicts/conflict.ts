import type { Trust } from './board.ts';
import type { ConflictData, Side } from './sides.ts';

/** One of the two of a conflict, as it is shown. */
export interface ShownSide {
  /** Null where somebody holds the path by a claim without a session. */
  readonly session: string | null;
  /** Who holds the path, where it is held by a claim. */
  readonly holder: string | null;
  readonly position: number | null;
  readonly time: string;
  readonly actor: string | null;
  readonly branch: string | null;
  readonly folder: string | null;
  readonly host: string | null;
  readonly call: string | null;
  /** What it was asked to do, shortened, and whose words that is. */
  readonly intent: string | null;
  readonly intentTrust: Trust | null;
  readonly claim: string | null;
}

/** A conflict as it is shown. Times are RFC 3339. */
export interface Conflict {
  readonly id: string;
  readonly project: string;
  readonly path: string;
  readonly why: ConflictData['why'];
  readonly detectedAt: string;
  /** When one of the two wrote it last. */
  readonly lastAt: string;
  /** Of the write that made it one. */
  readonly position: number;
  /** Whether both are still at it. */
  readonly open: boolean;
  readonly closedAt: string | null;
  readonly closedWhy: string | null;
  readonly sameFolder: boolean;
  readonly sides: readonly ShownSide[];
  /** The messages by which they were told. */
  readonly told: readonly { readonly session: string; readonly message: string; readonly state: string }[];
}

/** What is known now of one of the two: when, and how, its part in the conflict ended. */
export interface Closing {
  readonly at: string;
  readonly why: string;
}

export function shownSide(side: Side): ShownSide {
  return {
    session: side.session ?? null,
    holder: side.holder ?? null,
    position: side.position ?? null,
    time: side.time,
    actor: side.actor ?? null,
    branch: side.branch ?? null,
    folder: side.folder ?? null,
    host: side.host ?? null,
    call: side.call ?? null,
    intent: side.intent ?? null,
    intentTrust: side.intentTrust ?? null,
    claim: side.claim ?? null,
  };
}
