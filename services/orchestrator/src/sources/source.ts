/** Where a rule came from. */
export type Origin = 'folder' | 'git' | 'api';

/** A rule as a source has it, unread. */
export interface RuleText {
  readonly origin: Origin;
  /** The file as people know it; of one that was published over HTTP, its name. One path is one file. */
  readonly path: string;
  readonly text: string;
  /** The commit it was read from. */
  readonly commit?: string | undefined;
  /** Who wrote it there: asked when a version comes into force. */
  by(): Promise<string>;
  /**
   * The text of a recording that one of its tests names, relative to the rule's file. Undefined where there is none, and
   * for every path that leads out of the source.
   */
  recording(path: string): Promise<string | undefined>;
}

/** Somewhere rules are kept. */
export interface Source {
  readonly origin: Origin;
  /** What it is called in what is said about it. */
  readonly name: string;
  /** Whether a path is one of this source. */
  has(path: string): boolean;
  /** Every rule there is now. Throws `SourceError` when that cannot be said: then what stood from here goes on standing. */
  read(): Promise<readonly RuleText[]>;
  /** Rings when something may have changed, until `signal` aborts. A source that cannot tell is read now and then. */
  watch(signal: AbortSignal, onChange: () => void): void;
}

/** A source as a whole cannot be read. */
export class SourceError extends Error {
  override name = 'SourceError';
}

/** What keeps a file from coming into force. Lines and columns count from 1. */
export interface Fault {
  readonly origin: Origin;
  readonly path: string | null;
  /** The rule whose standing version stays in force meanwhile. */
  readonly rule: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** A fault as one line: where, and what. */
export function faultLine({ path, line, column, message, rule }: Fault): string {
  const place = [path ?? rule, line, column].filter((part) => part !== null).join(':');
  const stays = rule === null ? '' : ` (the version of ${rule} that stands stays in force)`;
  return `${place === '' ? '' : `${place}: `}${message}${stays}`;
}

/** Rules read of one source at most; the rest is named as a fault. */
export const rulesMax = 1_000;
/** A rule's text, and a recording, in bytes. */
export const ruleBytesMax = 64 * 1024;
export const recordingBytesMax = 8 * 2 ** 20;
