/** Exit statuses of the command: what a script may tell apart. */
export const exitCode = {
  ok: 0,
  /** It was tried and failed, or what was asked about is not well. */
  failed: 1,
  /** The command line makes no sense, or says too little. */
  usage: 2,
  /** There is no such thing. */
  notFound: 3,
  /** The bus did not answer, or did not let us in. */
  unreachable: 4,
  /** Stopped by Ctrl-C. */
  interrupted: 130,
} as const;

/** A failure as a person is told it: what happened, and in `hint` what to do about it. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly hint: string | undefined;
  readonly code: string;
  readonly issues: readonly string[];
  readonly exitCode: number;

  constructor(
    message: string,
    more: {
      hint?: string | undefined;
      code?: string;
      issues?: readonly string[];
      exitCode?: number;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.hint = more.hint;
    this.code = more.code ?? 'failed';
    this.issues = more.issues ?? [];
    this.exitCode = more.exitCode ?? exitCode.failed;
  }
}
