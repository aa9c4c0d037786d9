/** As many statements as may are running. */
export class ReaderBusyError extends Error {
  override name = 'ReaderBusyError';
  constructor(statementsMax: number) {
    super(`${statementsMax} statements are running, as many as may side by side`);
  }
}

/** The login that is to read for people may do more than that. */
export class ReaderUnsafeError extends Error {
  override name = 'ReaderUnsafeError';
  constructor(role: string, what: string) {
    super(`the login ${role} ${what}: people's SQL is not run as it`);
  }
}

export class StatementTimeoutError extends Error {
  override name = 'StatementTimeoutError';
  constructor(timeoutMs: number) {
    super(`the statement was ended after ${timeoutMs / 1000} s, the limit`);
  }
}

export class StatementTooLargeError extends Error {
  override name = 'StatementTooLargeError';
  constructor(bytesMax: number) {
    super(`the statement was ended: a few of its rows are larger than ${Math.floor(bytesMax / 2 ** 20)} MB, the limit`);
  }
}
