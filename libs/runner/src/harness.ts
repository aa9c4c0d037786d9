/** What an agent may do in its working tree. `read-only` is enough for a review; `edit` changes files; `all` runs anything. */
export const allowLevels = ['read-only', 'edit', 'all'] as const;
export type Allow = (typeof allowLevels)[number];

/** One run of a harness without a person. */
interface Ask {
  readonly prompt: string;
  readonly allow: Allow;
  /** As the harness names it; its own choice when absent. */
  readonly model?: string | undefined;
  readonly budgetUsd?: number | undefined;
  /** The id that the session shall have, a UUID. Only some harnesses take one. */
  readonly session: string;
}

/** How a program is started. There is never a shell between: arguments arrive as they stand here. */
export interface Command {
  readonly args: readonly string[];
  /** On top of what the environment keeps. */
  readonly env: Readonly<Record<string, string>>;
  /** What is written to its standard input, which ends then. Absent: it has the terminal's, or none. */
  readonly stdin?: string;
}

/** What a harness has said of its run until now. */
export interface Heard {
  /** The harness's own id of the session. */
  readonly session?: string;
  /** The agent's last words. */
  readonly text: string;
  /** It said that the run went to its end. */
  readonly ended: boolean;
  /** What went wrong, in its words. */
  readonly error?: string;
  /** Absent where the harness does not say what a run cost. */
  readonly costUsd?: number;
}

export const nothingHeard: Heard = { text: '', ended: false };

/** A harness that works without a person. Pure: what it is started with, and what its output means. */
export interface HeadlessHarness {
  readonly name: string;
  /** What its program is called, to look for on PATH. */
  readonly program: string;
  /** What it can be held to. */
  readonly levels: readonly Allow[];
  /** Whether the session gets the id it is asked to have. */
  readonly takesSession: boolean;
  /** Whether it tells what a run costs while it runs or at its end. */
  readonly tellsCost: boolean;
  /** Variables that are its own, besides those every program gets: whole names, or beginnings that end in `_`. */
  readonly variables: readonly string[];
  /** Variables among those that say it runs inside of a session already. */
  readonly never?: readonly string[];
  headless(ask: Ask): Command;
  /** The same in a terminal, with a person. The prompt is an argument: at most 100,000 bytes. */
  interactive(ask: Pick<Ask, 'prompt' | 'model'>): Command;
  /** Takes one JSON object of its output into account. */
  hear(heard: Heard, line: Readonly<Record<string, unknown>>): Heard;
}

/** Our id of a session, where it follows from the harness's own. */
export function sessionOf(harness: string, native: string | undefined): string | undefined {
  // Goose numbers its sessions per database: its own number says nothing outside of that.
  return native === undefined || harness === 'goose' ? undefined : `${harness}:${native}`;
}
