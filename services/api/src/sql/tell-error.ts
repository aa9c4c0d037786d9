import { ReaderBusyError, ReaderUnsafeError, StatementTimeoutError, StatementTooLargeError } from '@hookline/db';
import { ApiError } from '@hookline/http';
import { analyticsViews } from '@hookline/projections';
import { distance } from 'fastest-levenshtein';

/** What PostgreSQL says of a statement it does not run. */
interface ServerError extends Error {
  readonly code: string;
  /** The character it means, counted from 1. */
  readonly position?: string;
  readonly hint?: string;
}

/** The failure of a statement as its author is told it; undefined where it is not the statement's. */
export function tellError(error: unknown, statement: string): ApiError | undefined {
  if (error instanceof ReaderBusyError) {
    return new ApiError(429, 'too-many', error.message, { hint: 'try again when one of them has ended', cause: error });
  }
  if (error instanceof StatementTimeoutError) {
    const hint =
      'ask for less at once (a project, the last days), or give more time with `timeoutSeconds`, at most 300';
    return new ApiError(408, 'timeout', error.message, { hint, cause: error });
  }
  if (error instanceof StatementTooLargeError) {
    const hint = 'select fewer columns, or cut long texts: left(text, 1000)';
    return new ApiError(413, 'too-large', error.message, { hint, cause: error });
  }
  if (error instanceof ReaderUnsafeError) {
    const hint =
      'HOOKLINE_ANALYTICS_URL must name a login that reads the schema analytics alone: docs/reference/analytics.md';
    return new ApiError(503, 'unavailable', error.message, { hint, cause: error });
  }
  if (!isServerError(error)) return undefined;
  const { code, message } = error;
  if (code.startsWith('28') || code === '3D000') {
    const hint = '`hookline doctor` looks after it; with a server of your own see docs/reference/analytics.md';
    return new ApiError(503, 'unavailable', `the login for people's SQL was not let in: ${message}`, {
      hint,
      cause: error,
    });
  }
  if (code === '57P01') {
    const message = 'the statement was ended: the views it reads are made anew, or the server stops';
    return new ApiError(503, 'unavailable', message, { hint: 'ask again', cause: error });
  }
  if (/^(08|53|57|58|XX)/.test(code)) return undefined;
  if (code === '42501' || code.startsWith('25')) {
    const hint =
      'only the views of the schema analytics can be read, and nothing written: `hookline sql --tables` lists them';
    return new ApiError(403, 'forbidden', `${placeOf(error, statement)}${message}`, { hint, cause: error });
  }
  const hint = hintFor(error, statement);
  return new ApiError(400, 'bad-sql', `${placeOf(error, statement)}${message}`, {
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
}

function isServerError(error: unknown): error is ServerError {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)
  );
}

function placeOf({ position }: ServerError, statement: string): string {
  if (position === undefined) return '';
  const before = [...statement].slice(0, Number(position) - 1).join('');
  const lines = before.split('\n');
  return `line ${lines.length}, column ${[...lines.at(-1)!].length + 1}: `;
}

function hintFor({ code, message, hint }: ServerError, statement: string): string | undefined {
  if (code === '42601' && /multiple commands/.test(message)) return 'send one statement at a time';
  const [, quoted = ''] = /"([^"]+)"/.exec(message) ?? [];
  if (code === '42P01') {
    const near = nearest(quoted.replace(/^analytics\./, ''), viewNames);
    return near === undefined ? `there are the views ${viewNames.join(', ')}` : `did you mean ${near}?`;
  }
  if (code === '42703') {
    const column = (/column "?([\w.]+)"?/.exec(message)?.[1] ?? quoted).split('.').at(-1)!;
    const near = nearest(column, columnsNear(statement));
    if (near !== undefined) return `did you mean ${near}?`;
  }
  return hint ?? (code === '42703' ? '`hookline sql --tables <view>` lists the columns of a view' : undefined);
}

const viewNames = analyticsViews.map(({ name }) => name.slice('analytics.'.length));

/** The columns of the views that a statement names; of all where it names none. */
function columnsNear(statement: string): string[] {
  const words = new Set(statement.toLowerCase().match(/[a-z_]+/g));
  const named = analyticsViews.filter(({ name }) => words.has(name.slice('analytics.'.length)));
  return [...new Set((named.length > 0 ? named : analyticsViews).flatMap(({ columns }) => Object.keys(columns)))];
}

/** The name that a mistyped one most likely meant, or undefined when none is near. */
function nearest(word: string, names: readonly string[]): string | undefined {
  const withDistance = names.map((name) => ({ name, away: distance(word.toLowerCase(), name) }));
  const best = withDistance.sort((a, b) => a.away - b.away)[0];
  return best !== undefined && best.away <= Math.max(2, word.length / 2) ? best.name : undefined;
}
