import type { Liveness } from './shapes.ts';

/** A session in as few words as a list of other things has room for. */
export interface SessionBrief {
  readonly session: string;
  readonly title: string | null;
  readonly harness: string | null;
  readonly actor: string | null;
  readonly project: string | null;
  readonly projectName: string | null;
  readonly model: string | null;
  readonly state: Liveness;
  readonly startedAt: string;
  readonly lastEventAt: string | null;
  /** Null when nobody knows. */
  readonly costUsd: number | null;
}

/** What narrows most lists; nothing means all. */
export interface Scope {
  readonly project?: string | undefined;
  readonly harness?: string | undefined;
  readonly actor?: string | undefined;
  readonly model?: string | undefined;
}
