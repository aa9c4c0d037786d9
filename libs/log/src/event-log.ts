import type { CloudEvent, RecordedEvent } from '@hookline/schemas';

/** What became of one event of a batch. `stored` is false when the log had it already: that is success too. */
export interface Appended {
  readonly id: string;
  readonly stored: boolean;
  /** Its place in the log; for an event the log had already, the first one, where it is still known. */
  readonly position: number | undefined;
}

/** Which log this is and how far it goes. */
export interface LogHead {
  /** Changes when the log is created anew; a checkpoint of another log must not be used with this one. */
  readonly identity: string;
  /** The oldest position still held; older ones are only in the archive. */
  readonly first: number;
  /** The newest position; 0 when nothing was ever written. */
  readonly last: number;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  readonly batchSizeMax?: number;
  /** The log that `after` is a position of, where the caller knows (see `LogHead`). */
  readonly identity?: string | undefined;
  /** Told of every run of positions that hold nothing: events erased, or lost by the broker's disk. */
  readonly onGap?: ((from: number, to: number) => void) | undefined;
}

/**
 * The bus's memory: append-only, totally ordered, the only truth. Everything else (read models, memories, firings)
 * can be thrown away and rebuilt from it.
 */
export interface EventLog extends AsyncDisposable {
  /**
   * Resolves once every event of the batch is durable, in the order given, adjacent where the batch is at most 500
   * events. Ids the log knows already are left out and reported with `stored: false`. Events must be small (256 KiB as
   * stored: put long texts into the body store first, see `withBodies`); a larger one rejects with `EventTooLargeError`
   * before anything is sent. Rejects with `LogUnavailableError` when the broker cannot be reached in time: nothing is
   * known then, and sending the same batch again is safe.
   */
  append(events: readonly CloudEvent[], options?: { signal?: AbortSignal }): Promise<Appended[]>;

  /**
   * Every event after `after` in order, then whatever comes, in batches of at most `batchSizeMax` (default 500) until
   * `signal` aborts (the iteration then just ends). Survives restarts of the broker. Throws `PositionGoneError` when
   * events after `after` are no longer held here, `LogReplacedError` when this is not the log of `identity`, becomes
   * another one while it is read, or ends before `after`.
   */
  read(after: number, options: ReadOptions): AsyncIterable<RecordedEvent[]>;

  head(): Promise<LogHead>;

  /** The event at a position, or undefined when it is not held. */
  get(position: number): Promise<RecordedEvent | undefined>;

  /**
   * Deletes the event at a position and overwrites where it lay; its position is never given to another one. Nothing
   * happens where nothing is held. Readers that come by later are told of a gap.
   */
  erase(position: number): Promise<void>;
}

/** Text too long for an event, kept by the hash of its content. Writing the same text twice is one text. */
export interface BodyStore {
  /** Resolves with `sha256:<hex>` once the text is durable. */
  put(text: string): Promise<string>;
  /** The text, or undefined when it is not, or no longer, here. */
  get(ref: string): Promise<string | undefined>;
  /**
   * Deletes a text for good, unless somebody put it within the last `untouchedForMs` (then `in-use`): an event that
   * refers to it may be on its way. A `put` at the same moment either finds the text or writes it again.
   */
  delete(ref: string, options: { readonly untouchedForMs: number }): Promise<'deleted' | 'missing' | 'in-use'>;
}
