import { existsSync } from 'node:fs';
import type { Adapter, CaptureContext } from '@hookline/harnesses';
import type { EntryMark } from '../edge-step.ts';
import type { SessionFile } from './session-file.ts';

/** A session as far as it is translated, which may be further than what is acknowledged and kept. */
export interface LiveSession {
  readonly adapter: Adapter<unknown>;
  kept: Omit<SessionFile, 'done'>;
  /** Entries an earlier run had acknowledged and perhaps not yet removed. */
  readonly doneBefore: ReadonlySet<string>;
  /** Entries translated since the last checkpoint. */
  entries: EntryMark[];
  /** Something was translated since the last checkpoint. */
  dirty: boolean;
  /** Checkpoints made and not yet settled. */
  openCheckpoints: number;
  /** When a hook came last, by `performance.now()`. */
  rungAtMs: number;
  /** What the files of its record looked like when they were read last, by `cursorKey`. */
  readonly seen: Map<string, string>;
}

export function liveSession(
  adapter: Adapter<unknown>,
  kept: LiveSession['kept'],
  done: readonly string[] = [],
): LiveSession {
  return {
    adapter,
    kept,
    doneBefore: new Set(done),
    entries: [],
    dirty: false,
    openCheckpoints: 0,
    rungAtMs: Number.NEGATIVE_INFINITY,
    seen: new Map(),
  };
}

/** What the adapter is told. It may change the state in place: the live session holds the only one. */
export function contextOf({ kept }: LiveSession, where: { tenant: string; host: string }): CaptureContext {
  const { id, name, remote, root, rootCommit, branch } = kept.project;
  return {
    ...where,
    givesState: true,
    actor: kept.actor,
    project: {
      id,
      name,
      ...(remote && { remote }),
      ...(root && { root }),
      ...(rootCommit && { rootCommit }),
      ...(branch && { branch }),
    },
  };
}

/**
 * Whether the harness's record, at `path`, can be relied on: it is there, or was once. Looked at anew for every entry until then: a
 * record overlooked at the end of a turn would tell the turn's last message once more.
 */
export function hasRecord(live: LiveSession, path: string | undefined): boolean {
  if (live.kept.recordSeen) return true;
  return path !== undefined && existsSync(path);
}
