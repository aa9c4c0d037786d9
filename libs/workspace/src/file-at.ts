import type { DataOf } from '@hookline/schemas';

/** Why nobody can say what a file holds. */
export type Reason =
  /** A command that may write anything ran, or still runs. */
  | 'shell'
  /** Another tool that may write anything: of an MCP server, or one nobody knows. */
  | 'tool'
  /** An agent was at work whose own calls are not seen. */
  | 'agent'
  /** A call that writes this file has begun and not ended. */
  | 'in-flight'
  /** Two calls that ran at the same time touched it. */
  | 'overlap'
  /** Only a part of it was ever seen. */
  | 'partial'
  /** What was seen holds marks where secrets or private parts stood. */
  | 'redacted'
  /** It is no text in UTF-8, or begins with a mark of byte order that the harness does not show. */
  | 'encoding'
  /** Its line ends are not shown as they are. */
  | 'line-ends'
  /** A patch does not lead from what was seen to what is told. */
  | 'patch'
  /** A call that writes it failed, and may have come half-way. */
  | 'failed'
  /** It was changed, and nobody told to what. */
  | 'not-told'
  /** What was seen or told later shows that somebody else changed it. */
  | 'seen-changed'
  /** Another path with the same content was written: both may be one file. */
  | 'twin'
  /** It is too large to be followed. */
  | 'size';

export interface Why {
  readonly reason: Reason;
  /** One sentence for people. */
  readonly text: string;
  /** The call that made it unknown, where there is one. */
  readonly call: string | null;
  /** Position of the event since which it is unknown. */
  readonly position: number;
}

/** A content that was seen, and where. */
export interface Seen {
  readonly hash: string;
  readonly position: number;
}

/** What a path holds from one event on, until its next version. */
export interface FileVersion {
  /** Position of the event that made it so. */
  readonly position: number;
  /** Sorts as the orders of events do: it holds for events of this order or later. */
  readonly order: string;
  readonly at: string;
  readonly state: 'known' | 'unknown' | 'absent';
  /**
   * `sha256:` and 64 hexadecimal digits, of the text in UTF-8 as the harness told it; null unless it is known. Those are the
   * file's bytes, but for line ends and a mark of byte order that some harnesses do not show: see decision 0012.
   */
  readonly hash: string | null;
  readonly bytes: number | null;
  readonly lines: number | null;
  /** Lines that the call added and removed, where told. */
  readonly added: number | null;
  readonly removed: number | null;
  readonly how: DataOf<'file.written'>['how'] | 'read' | null;
  readonly call: string | null;
  /** What its call says it held before: a hash, or `absent`. Not there where nobody says. */
  readonly before?: string;
  readonly why: Why | null;
  /** The newest content before, of a file that is unknown now. */
  readonly lastSeen: Seen | null;
}

/** What a path holds at a moment. */
export interface FileAt {
  readonly path: string;
  readonly state: FileVersion['state'];
  readonly hash: string | null;
  readonly bytes: number | null;
  readonly lines: number | null;
  readonly since: { readonly position: number; readonly at: string; readonly call: string | null };
  readonly why: Why | null;
  readonly lastSeen: Seen | null;
}

/** How a content can be had again: from a field of an event, or by the patch of an event onto another content. */
export type Making =
  | {
      readonly from: 'field';
      readonly position: number;
      readonly field: 'content' | 'before' | 'after';
      /** What the harness leaves out at the end of what it shows. */
      readonly end?: '\n' | undefined;
    }
  | { readonly from: 'patch'; readonly position: number; readonly base: string };

/** Everything that is known of the files of a session. */
export interface Workspace {
  /** Versions by path, each in session order. */
  readonly versions: ReadonlyMap<string, readonly FileVersion[]>;
  /** Where each content that is or was known comes from, by hash. */
  readonly makings: ReadonlyMap<string, Making>;
}
