import { setTimeout as sleep } from 'node:timers/promises';
import { JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { LogUnavailableError } from '../errors.ts';
import { type BrokerConnection, ConnectionLostError, type LogLogger, messageOf } from './connection.ts';
import { PublishRefusedError } from './publish.ts';

export interface UntilAnsweredOptions {
  /** What is tried, for the error: `append 500 events`. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly logger: LogLogger;
}

const attemptTimeoutMs = 10_000;
const backOffMs = { first: 50, max: 2000 };

/**
 * Tries until the broker answers, backing off with jitter after errors that pass by themselves. Other errors are
 * thrown as they are; out of time, `LogUnavailableError`. Attempts get what they may take in milliseconds, and must
 * bear being repeated after an unknown outcome.
 */
export async function untilAnswered<Answer>(
  connection: BrokerConnection,
  attempt: (timeoutMs: number) => Promise<Answer>,
  { what, timeoutMs, signal, logger }: UntilAnsweredOptions,
): Promise<Answer> {
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown = new Error('it is not connected');
  for (let failures = 0; ; failures++) {
    try {
      if (!connection.isUp) await connection.whenUp(limitOf(signal, deadline));
      const leftMs = Math.max(1, Math.min(attemptTimeoutMs, deadline - Date.now()));
      return await connection.orLost(attempt(leftMs), signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (isClosed(error)) throw new LogUnavailableError('the connection to the broker is closed', { cause: error });
      if (!isPassing(error)) throw error;
      if (!isOutOfTime(error)) lastError = error;
    }
    const ceilingMs = Math.min(backOffMs.first * 2 ** Math.min(failures, 10), backOffMs.max);
    const waitMs = Math.round(ceilingMs * (0.5 + Math.random() / 2));
    if (Date.now() + waitMs >= deadline) {
      const message = `the broker did not ${what} within ${timeoutMs} ms: ${messageOf(lastError)}`;
      throw new LogUnavailableError(message, { cause: lastError });
    }
    logger.warn(
      { failures: failures + 1, waitMs, reason: messageOf(lastError) },
      `the broker did not ${what}, will try again`,
    );
    await sleep(waitMs, undefined, { signal }).catch(() => {});
  }
}

function limitOf(signal: AbortSignal, deadline: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(Math.max(0, deadline - Date.now()))]);
}

const isOutOfTime = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError';

const isClosed = (error: unknown): boolean =>
  error instanceof errors.ClosedConnectionError || error instanceof errors.DrainingConnectionError;

/** Maximum bytes exceeded, the same id in process elsewhere, a batch cut in two by a restart, too many batches at once. */
const passingCodes = new Set([10077, 10158, 10176, 10210]);

function isPassing(error: unknown): boolean {
  if (error instanceof PublishRefusedError) return error.status === 503 || passingCodes.has(error.code);
  if (error instanceof JetStreamApiError) return error.status === 503;
  return (
    isOutOfTime(error) ||
    error instanceof ConnectionLostError ||
    error instanceof errors.TimeoutError ||
    error instanceof errors.NoRespondersError ||
    error instanceof errors.RequestError ||
    error instanceof errors.ConnectionError ||
    // What the client makes of a server whose JetStream has not started yet.
    (error instanceof Error && error.name === 'JetStreamNotEnabled')
  );
}
