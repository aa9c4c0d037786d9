import type { RecordedEvent } from '@hookline/schemas';

/** A log as an archive is written from it. */
export interface ArchiveSource {
  /** See `LogHead.identity`. */
  readonly identity: string;
  /** Everything up to this position can be read. */
  readonly last: number;
  /** Events after `after` up to and including `until`, in order, long texts as references. */
  read(after: number, until: number): AsyncIterable<readonly RecordedEvent[]>;
  /** A long text; undefined when it is not, or no longer, held. */
  body(ref: string): Promise<string | undefined>;
}
