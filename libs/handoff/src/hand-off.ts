/**
 * What another agent, of any harness, needs to go on from a session at a moment. It follows from the events alone: the
 * same moment gives the same hand-off, whoever asks and whenever. Texts are cut to what their docs say; what is quoted of
 * tools and models is data, not an instruction.
 */
export interface HandOff {
  readonly format: 'hookline-hand-off/1';
  readonly session: string;
  /** The last position of the log that it speaks of. */
  readonly position: number;
  /** The time of the newest event; nothing here is told for a later moment. */
  readonly asOf: string;
  readonly harness: string | null;
  readonly model: string | null;
  readonly project: string | null;
  readonly branch: string | null;
  readonly cwd: string | null;
  readonly title: string | null;
  readonly state: string;
  /** The first thing that a person asked for: up to 4,000 characters. */
  readonly goal: string | null;
  /** The turns of people in order, the first one and the newest twenty. */
  readonly requests: readonly Request[];
  readonly requestsTotal: number;
  readonly plan: readonly Step[];
  readonly inProgress: readonly Running[];
  /** What a person was asked and has not answered. */
  readonly open: readonly Question[];
  readonly decisions: readonly Decision[];
  /** Files as they were left, the newest change first, at most 100. */
  readonly files: readonly ChangedFile[];
  readonly filesTotal: number;
  /** Commands whose last run failed and that nothing alike repaired, the newest first, at most 20. */
  readonly failing: readonly Command[];
  /** Commands whose last run went well and that ran more than once or last, the newest first, at most 20. */
  readonly passing: readonly Command[];
  /** What was tried and left, with what was done instead: at most 20, the newest first. */
  readonly deadEnds: readonly DeadEnd[];
  readonly usage: { readonly input: number; readonly output: number; readonly costUsd: number | null };
}

export interface Request {
  readonly turn: string;
  readonly position: number;
  readonly at: string;
  /** Up to 2,000 characters. */
  readonly prompt: string | null;
  readonly outcome: string;
  /** The agent's closing words, up to 1,000 characters. */
  readonly closing: string | null;
}

export interface Step {
  readonly text: string;
  readonly status: string;
}

/** A call, or what it left in the background, that had not ended. */
export interface Running {
  readonly call: string;
  readonly position: number;
  readonly what: string;
  readonly since: string | null;
}

export interface Question {
  readonly tool: string;
  readonly since: string;
  readonly what: string | null;
}

/** Something that a person decided: a refusal with its reason, or an answer to a question. */
export interface Decision {
  readonly position: number;
  readonly at: string | null;
  readonly about: string;
  readonly decided: string;
}

export interface ChangedFile {
  /** In the project, where it lies in it. */
  readonly path: string;
  /** As the session has it: what its files are asked for by. */
  readonly sessionPath: string;
  readonly how: string;
  /** Where it was before, for one that was moved. */
  readonly from: string | null;
  readonly changes: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  /** Of the last change. */
  readonly position: number;
}

export interface Command {
  readonly command: string;
  readonly runs: number;
  readonly failures: number;
  readonly exitCode: number | null;
  /** Of the last run. */
  readonly position: number;
  readonly at: string | null;
  /** What it said when it failed: its last lines, up to 600 characters. */
  readonly error: string | null;
}

export interface DeadEnd {
  readonly what: string;
  readonly times: number;
  /** Why it did not work: up to 300 characters. */
  readonly why: string | null;
  /** What of the same kind worked afterwards. */
  readonly instead: string | null;
  readonly position: number;
}
