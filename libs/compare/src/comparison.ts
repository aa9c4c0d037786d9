/** Two states side by side: two moments of one session, or two sessions, of whatever harness. */
export interface Comparison {
  readonly left: Side;
  readonly right: Side;
  /** Steps of both plans; equal texts are one step. Null on a side that does not have it. */
  readonly plan: readonly { readonly text: string; readonly left: string | null; readonly right: string | null }[];
  /** Every tool that either used, the most used first. */
  readonly calls: readonly { readonly tool: string; readonly left: ToolUse; readonly right: ToolUse }[];
  /** Every file that either changed, and how the two versions stand to each other. */
  readonly files: readonly ComparedFile[];
}

export interface Side {
  readonly session: string;
  readonly title: string | null;
  readonly harness: string | null;
  readonly model: string | null;
  readonly actor: string | null;
  readonly project: string | null;
  /** The last position of the log that it speaks of. */
  readonly position: number;
  readonly asOf: string;
  readonly state: string;
  readonly events: number;
  readonly turns: number;
  readonly calls: number;
  readonly failures: number;
  readonly agents: number;
  readonly filesRead: number;
  readonly filesWritten: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  readonly tokens: Readonly<Record<'input' | 'output' | 'cacheRead' | 'cacheWrite' | 'reasoning', number | null>>;
  /** Null when part of it is not known. */
  readonly costUsd: number | null;
  /** From its first event to `asOf`. */
  readonly durationMs: number;
  /** While a turn was running. */
  readonly workingMs: number;
  /** What a person asked for first: up to 2,000 characters. */
  readonly goal: string | null;
  /** How the newest turn ended, and the agent's closing words: up to 2,000 characters. */
  readonly outcome: string | null;
  readonly closing: string | null;
  /** Commands that still fail. */
  readonly failing: readonly string[];
}

export interface ToolUse {
  readonly calls: number;
  readonly failures: number;
  /** The sum of those whose duration is known. */
  readonly durationMs: number;
}

/** What became of one file on one side. */
export interface SideOfFile {
  /** As this side's session has it. */
  readonly path: string;
  readonly how: string;
  readonly changes: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  /** SHA-256 of its content there; null when that is not known. */
  readonly hash: string | null;
  readonly position: number;
}

export interface ComparedFile {
  /** In the project: two people have it in different folders. */
  readonly path: string;
  /** `same` and `differs` are said only where both contents are known. */
  readonly change: 'same' | 'differs' | 'only-left' | 'only-right' | 'unknown';
  readonly left: SideOfFile | null;
  readonly right: SideOfFile | null;
}
