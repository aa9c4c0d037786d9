import type { Adapter, CapturedHook } from '@hookline/harnesses';
import type { Redactor } from '@hookline/redaction';
import { loginName } from '../project/find-project.ts';
import type { ProjectCache } from '../project/project-cache.ts';
import type { LiveSession } from './live-session.ts';
import type { SessionFile } from './session-file.ts';
import type { SessionStore } from './session-store.ts';

export interface SessionsParts {
  readonly store: SessionStore;
  readonly projects: ProjectCache;
  readonly redactor: Redactor;
  /** Who works here, where a setting says so. */
  readonly actor?: string | undefined;
}

const LIVE_MAX = 500;

/** The sessions at work, each as far as it is translated. Quiet ones are let go and read again when they speak. */
export class Sessions {
  readonly #parts: SessionsParts;
  readonly #live = new Map<string, LiveSession>();

  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  all(): LiveSession[] {
    return [...this.#live.values()];
  }

  /** A session as it was kept, or as it begins: its project and actor are settled by the first entry that is seen. */
  async of(session: string, adapter: Adapter<unknown>, captured: CapturedHook, folder?: string): Promise<LiveSession> {
    const live = this.#live.get(session) ?? this.resume(this.#parts.store.load(session), adapter);
    if (live !== undefined) {
      this.#live.delete(session);
      this.#live.set(session, live);
      return live;
    }
    const where = folder ?? cwdOf(captured);
    const found = where === undefined ? undefined : await this.#parts.projects.of(where);
    const facts = {
      project: found?.project ?? { id: '-', name: '-' },
      actor: this.#parts.actor ?? found?.email ?? loginName(),
    };
    const begun: LiveSession = {
      adapter,
      kept: {
        format: 1,
        session,
        harness: adapter.harness,
        adapterVersion: adapter.adapterVersion,
        ...((await this.#parts.redactor.redact(facts)).value as typeof facts),
        ...(folder !== undefined && { projectDir: folder }),
        state: adapter.initialState(),
        cursors: {},
        files: [],
        recordSeen: false,
      },
      doneBefore: new Set(),
      entries: [],
      dirty: false,
      openCheckpoints: 0,
    };
    this.#add(begun);
    return begun;
  }

  /** Takes a kept session up again. State of another adapter version is begun anew: the ids come out the same. */
  resume(file: SessionFile | undefined, adapter: Adapter<unknown>): LiveSession | undefined {
    if (file === undefined || file.harness !== adapter.harness) return undefined;
    const { done, ...kept } = file;
    const fits = kept.adapterVersion === adapter.adapterVersion;
    const anew = { adapterVersion: adapter.adapterVersion, state: adapter.initialState(), cursors: {} };
    const live: LiveSession = {
      adapter,
      kept: fits ? kept : { ...kept, ...anew },
      doneBefore: new Set(done),
      entries: [],
      dirty: false,
      openCheckpoints: 0,
    };
    this.#add(live);
    return live;
  }

  #add(live: LiveSession): void {
    this.#live.set(live.kept.session, live);
    if (this.#live.size <= LIVE_MAX) return;
    for (const [session, { dirty, openCheckpoints, kept }] of this.#live) {
      if (dirty || openCheckpoints > 0 || kept.again || session === live.kept.session) continue;
      this.#live.delete(session);
      return;
    }
  }
}

function cwdOf({ payload }: CapturedHook): string | undefined {
  const cwd = (payload as { cwd?: unknown } | null)?.cwd;
  return typeof cwd === 'string' && cwd.startsWith('/') ? cwd : undefined;
}
