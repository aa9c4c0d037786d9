import type { CloudEvent } from '@hookline/schemas';

/** Where and for whom a session is captured: what an adapter cannot know from the payload. */
export interface CaptureContext {
  readonly tenant: string;
  readonly host: string;
  readonly actor?: string | undefined;
  readonly project: ProjectFacts;
  /** The caller gives the state away: it may be changed in place, which spares a copy of all of it per call. */
  readonly givesState?: boolean | undefined;
}

/** The project as the edge found it. `root` is the absolute top folder: paths inside it become relative to it. */
export interface ProjectFacts {
  readonly id: string;
  readonly name: string;
  readonly remote?: string | undefined;
  readonly root?: string | undefined;
  readonly rootCommit?: string | undefined;
}

export interface HookContext extends CaptureContext {
  /** False when the harness's own record cannot be read: then hooks also supply what the record would have. */
  readonly recordAvailable: boolean;
  /** Our id of the session that the same harness process held before this one (see `trackProcess`). */
  readonly previousSession?: string | undefined;
}

export interface RecordContext extends CaptureContext {
  /** `transcript`: read beside living hooks. `import`: the record alone; every fact it holds becomes an event at once. */
  readonly origin: 'transcript' | 'import';
  /** True when nothing more will be written to the record, or nothing was for long: then nothing waits for hooks any more. */
  readonly complete?: boolean | undefined;
}

/** One hook payload as a shim caught it. */
export interface CapturedHook {
  /** The event as the harness's settings name it; the payload's own name wins when it has one. */
  readonly name?: string | undefined;
  /** When it was captured, Unix milliseconds. */
  readonly capturedAtMs: number;
  readonly facts: {
    readonly claudePid?: number | undefined;
    readonly projectDir?: string | undefined;
    readonly entrypoint?: string | undefined;
  };
  /** The parsed payload, redacted or not. */
  readonly payload: unknown;
}

/** One file of the harness's own record. `meta` files hold one JSON document, the others one per line. */
export interface RecordFile {
  readonly path: string;
  readonly file: 'main' | 'subagent' | 'meta';
  /** The subagent whose file it is. */
  readonly agent?: string | undefined;
}

/** One row of the harness's own record. */
export interface RecordRow {
  readonly file: RecordFile['file'];
  readonly agent?: string | undefined;
  /** The number of the line in its file, from 0. */
  readonly ordinal: number;
  readonly row: Record<string, unknown>;
}

/** Asks the edge to read the record from its cursors and hand the rows to `translateRecord`. */
export interface RecordRequest {
  readonly files: readonly RecordFile[];
  /** `final`: a turn or session is over, so call `reconcile` after the rows, also when no file could be read. */
  readonly why: 'door-bell' | 'final';
  /** The harness writes more rows a moment later: read (and reconcile) again after so long. */
  readonly againAfterMs?: number | undefined;
}

export interface Translated<State> {
  readonly events: CloudEvent[];
  readonly state: State;
}

/**
 * What turns one harness's words into events. Pure: no clock, no files, and the state passed in is never changed.
 * The same facts give the same ids from whichever source, in whatever order and however often they arrive, so whoever
 * keeps events by id may feed anything twice. `State` is JSON, bounded, and belongs to one session.
 */
export interface Adapter<State> {
  readonly harness: string;
  readonly adapterVersion: string;
  initialState(): State;
  /** Our id of the session a payload belongs to; undefined when it names none (then there is nothing to translate). */
  sessionOf(captured: CapturedHook): string | undefined;
  translateHook(
    captured: CapturedHook,
    context: HookContext,
    state: State,
  ): Translated<State> & { readonly record?: RecordRequest };
  /** Our id of the session a row of the main record names, where it names one. */
  sessionOfRow(row: Record<string, unknown>): string | undefined;
  /** `session` is our id. Rows of one file must come in their order; files may be mixed. */
  translateRecord(rows: readonly RecordRow[], context: RecordContext, state: State, session: string): Translated<State>;
  /** Adds what the record has and the hooks did not deliver, and says so in a `capture.reconciled` when anything changed. */
  reconcile(context: RecordContext, state: State, session: string): Translated<State>;
  /** The state after the record was cut or rewritten, so that it can be read from its beginning. */
  rewindRecord(state: State): State;
}
