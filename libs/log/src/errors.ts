/** An event does not fit into the log. `bytes` is what it would take as stored, `bytesMax` what it may. */
export class EventTooLargeError extends Error {
  override readonly name = 'EventTooLargeError';
  readonly id: string;
  readonly bytes: number;
  readonly bytesMax: number;

  constructor(id: string, bytes: number, bytesMax: number) {
    super(
      `event ${id} takes ${bytes} bytes as stored; the log takes at most ${bytesMax}. ` +
        'Put its long texts into the body store first, or split it.',
    );
    this.id = id;
    this.bytes = bytes;
    this.bytesMax = bytesMax;
  }
}

/** The broker did not answer in time. Nothing is known of what was sent; sending it again is safe. */
export class LogUnavailableError extends Error {
  override readonly name = 'LogUnavailableError';
}

/** The broker answered and will answer the same next time. `code` is its `err_code`. */
export class LogRejectedError extends Error {
  override readonly name = 'LogRejectedError';
  readonly code: number;

  constructor(what: string, code: number, description: string) {
    super(`the broker refused ${what}: ${description} (error ${code})`);
    this.code = code;
  }
}

/** Events after `after` are no longer held by the log, whose oldest is at `first`: read the archive up to there. */
export class PositionGoneError extends Error {
  override readonly name = 'PositionGoneError';
  readonly after: number;
  readonly first: number;

  constructor(after: number, first: number) {
    super(
      `the log starts at position ${first}, so what follows ${after} is not all here. Read the archive up to ${first - 1} first.`,
    );
    this.after = after;
    this.first = first;
  }
}

/** The log is another one than before, or was rolled back: positions known from before mean nothing here. */
export class LogReplacedError extends Error {
  override readonly name = 'LogReplacedError';

  constructor(found: string, expected: string) {
    super(
      `this log is not the one read before: found ${found}, expected ${expected}. ` +
        'Checkpoints of the old log must not be used with it; reconcile by event id, then start from its beginning.',
    );
  }
}
