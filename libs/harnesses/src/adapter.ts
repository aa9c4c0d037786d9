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
  /** What is checked out there as the session begins; absent where that is no branch. */
  readonly branch?: string | undefined;
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
    /** Process id of the harness. */
    readonly harnessPid?: number | undefined;
    readonly projectDir?: string | undefined;
    readonly entrypoint?: string | undefined;
  };
  /** The parsed payload, redacted or not. */
  readonly payload: unknown;
}

/** Where a payload or a row was found: what a harness's own ids are not unique without. */
export interface Where {
  readonly host: string;
  /** The file, or the database, of the harness's record. */
  readonly path?: string | undefined;
}

/**
 * One file of the harness's own record, or one session's rows in a database of it. `meta` files hold one JSON document, the
 * others one per line, unless `format` says `text`: then a row is `{ line }`, whatever stands in it.
 */
export interface RecordFile {
  readonly path: string;
  readonly file: 'main' | 'subagent' | 'meta';
  /** The subagent whose file it is. */
  readonly agent?: string | undefined;
  readonly format?: 'text' | undefined;
  /** For a database: the name of a table in {@link Adapter.tables}. */
  readonly table?: string | undefined;
  /** The native session whose rows are meant: of a database, or of a file that holds several (see {@link Adapter.keyOfRow}). */
  readonly key?: string | undefined;
}

/** How rows of one session are read from a harness's SQLite database, which is never written to. */
export interface RecordTable {
  /**
   * A SELECT with the parameters `$key`, `$after` (-1 at first) and `$limit`. Its column `cursor` is a whole number that
   * grows; rows come in its order. All other columns become the fields of a {@link RecordRow}'s row, whose ordinal is the
   * cursor. Whole numbers beyond 2^53 come as text, and so do bytes that are UTF-8; other bytes come as null.
   */
  readonly rows: string;
  /** Columns that hold JSON text: they arrive parsed, or as they are where they are none. */
  readonly json: readonly string[];
  /**
   * A SELECT of one number with `$key` and `$after`: how many rows there are up to the cursor. Fewer than were read mean
   * that the harness rewrote them, and all are read anew. Absent where rows stay what they are.
   */
  readonly count?: string | undefined;
}

/** How sessions are found without a hook: at the start of the edge, at a slow beat, and for an import. */
export type RecordPlace =
  | {
      readonly kind: 'files';
      /** Where the harness keeps them. */
      readonly folder: string;
      /** Matches the path of a main record below the folder, with slashes. */
      readonly pattern: RegExp;
      /** How many folders down they lie at most: 0 for files in the folder itself; default 8. */
      readonly depth?: number | undefined;
    }
  | {
      readonly kind: 'database';
      readonly path: string;
      /** A SELECT with the parameter `$since` (Unix milliseconds): columns `key`, `cwd` (or null) and `changedMs`. */
      readonly sessions: string;
    };

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
  sessionOf(captured: CapturedHook, where: Where): string | undefined;
  /** Where the record of the payload's session is, whether or not it is there; undefined when the payload does not say. */
  recordPathOf(captured: CapturedHook): string | undefined;
  translateHook(
    captured: CapturedHook,
    context: HookContext,
    state: State,
  ): Translated<State> & { readonly record?: RecordRequest };
  /** Our id of the session a row of the main record names, where it names one. The row may be any program's. */
  sessionOfRow(row: Record<string, unknown>, where: Where): string | undefined;
  /** The folder a row of the main record says the session works in, where it says so. */
  cwdOfRow(row: Record<string, unknown>, where: Where): string | undefined;
  /**
   * Only where one file holds several sessions one after the other: the native key of the session that begins with this
   * row. The rows from there to the next such row are that session's.
   */
  keyOfRow?(row: Record<string, unknown>, where: Where): string | undefined;
  /** Databases, and files with {@link keyOfRow}: our id of a session in it. */
  sessionOfKey?(key: string, where: Where): string;
  /** How sessions are found below a path that the installer's `watched` names; undefined when nothing is to be watched. */
  place?(path: string): RecordPlace | undefined;
  /** Databases only: what is read of each session, by name. */
  readonly tables?: Readonly<Record<string, RecordTable>>;
  /**
   * All files of the session whose main record is at `path`, in the order they are to be read. `beside` lists what lies
   * in the folders that {@link besideOf} names, as paths. Of a database, or a file with {@link keyOfRow}: what holds `key`.
   */
  recordFiles(path: string, beside: readonly string[], key?: string | undefined): readonly RecordFile[];
  /** Folders that may hold further files of the session whose main record is at `path`. `session` is our id, where it is known. */
  besideOf(path: string, session?: string): readonly string[];
  /** `session` is our id. Rows of one file must come in their order; files may be mixed. */
  translateRecord(rows: readonly RecordRow[], context: RecordContext, state: State, session: string): Translated<State>;
  /** Adds what the record has and the hooks did not deliver, and says so in a `capture.reconciled` when anything changed. */
  reconcile(context: RecordContext, state: State, session: string): Translated<State>;
  /** The state after the record was cut or rewritten, so that it can be read from its beginning. */
  rewindRecord(state: State): State;
}
