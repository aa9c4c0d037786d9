const transientStates = new Set([
  '40001',
  '40P01',
  '55P03',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '25006',
  '25P03',
]);
const transientCalls = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
  'EAI_AGAIN',
]);
const transientWords =
  /connection terminated|connection error and is not queryable|client was closed|timeout exceeded when trying to connect|timeout expired|query read timeout/i;

/**
 * True when doing the same again later may succeed: the server is away, starting, failing over, out of connections, or
 * the transaction lost against another one. What it did before it failed is not known then.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isTransient)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (transientStates.has(code) || transientCalls.has(code)) return true;
  if (/^(08|53)/.test(code)) return true;
  return transientWords.test(error.message) || (error.cause !== undefined && isTransient(error.cause));
}

/** True when the database refuses a value as such (too long for an index, not representable): trying again cannot help. */
export function isDataError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return /^(22|23|54)/.test(code);
}
