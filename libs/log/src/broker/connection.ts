import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { LogUnavailableError } from '../errors.ts';

/** What this package says while it works; pino's loggers fit. */
export interface LogLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export const silent: LogLogger = { info() {}, warn() {} };

export interface ConnectOptions {
  /** `nats://user:password@host:port`, or several; user and password may also be given apart. */
  readonly servers: string | readonly string[];
  readonly user?: string | undefined;
  readonly pass?: string | undefined;
  readonly token?: string | undefined;
  /** Shown in the broker's connection list. */
  readonly name?: string | undefined;
  /** How long the first connection may take, retries included. */
  readonly connectTimeoutMs?: number | undefined;
  readonly logger?: LogLogger | undefined;
}

/** The connection broke while something waited for an answer on it. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

/**
 * A connection that comes back by itself. The client keeps what is published while it is down and lets requests run
 * into their timeout; here callers learn at once that it is down, and when it is up again.
 */
export class BrokerConnection implements AsyncDisposable {
  readonly nats: NatsConnection;
  readonly #logger: LogLogger;
  #up = Promise.withResolvers<void>();
  #isUp = true;
  readonly #onLost = new Set<(error: Error) => void>();

  private constructor(nats: NatsConnection, logger: LogLogger) {
    this.nats = nats;
    this.#logger = logger;
    this.#up.resolve();
    void this.#watch();
  }

  /** Rejects with `LogUnavailableError` when no server answers within `connectTimeoutMs` (default 15 s). */
  static async open(options: ConnectOptions): Promise<BrokerConnection> {
    const { connectTimeoutMs = 15_000, logger = silent } = options;
    const deadline = Date.now() + connectTimeoutMs;
    for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 1000)) {
      try {
        const nats = await connect({
          ...addressOf(options),
          ...(options.name !== undefined && { name: options.name }),
          timeout: 5000,
          maxReconnectAttempts: -1,
          reconnectTimeWait: 200,
          reconnectJitter: 200,
          pingInterval: 5000,
          maxPingOut: 2,
          ignoreAuthErrorAbort: true,
        });
        return new BrokerConnection(nats, logger);
      } catch (error) {
        if (Date.now() + waitMs > deadline) {
          const { servers } = addressOf(options);
          throw new LogUnavailableError(
            `no nats-server answered at ${servers.join(', ')} within ${connectTimeoutMs} ms: ${messageOf(error)}`,
            { cause: error },
          );
        }
        await sleep(waitMs);
      }
    }
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  get isClosed(): boolean {
    return this.nats.isClosed();
  }

  /** Resolves when the connection is up. Rejects when it was closed, or with the signal's reason. */
  async whenUp(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.isClosed) throw new LogUnavailableError('the connection to the broker is closed');
    if (!this.#isUp) await orAborted(this.#up.promise, signal);
  }

  /** The answer, or `ConnectionLostError` as soon as the connection breaks, or the signal's reason. */
  async orLost<Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    const { promise, reject } = Promise.withResolvers<never>();
    const forget = this.onLost(reject);
    try {
      return await orAborted(Promise.race([answer, promise]), signal);
    } finally {
      forget();
    }
  }

  /** Calls back each time the connection breaks; returns how to stop that. */
  onLost(callback: (error: Error) => void): () => void {
    this.#onLost.add(callback);
    return () => this.#onLost.delete(callback);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.isClosed) await this.nats.close();
  }

  async #watch(): Promise<void> {
    for await (const status of this.nats.status()) {
      if (status.type === 'disconnect') this.#down('the connection to the broker broke');
      else if (status.type === 'reconnect') this.#backUp();
      else if (status.type === 'error') this.#logger.warn({ err: status.error }, 'the broker reported an error');
    }
    const up = this.#up;
    this.#down('the connection to the broker is closed');
    const closed = new LogUnavailableError('the connection to the broker is closed');
    up.reject(closed);
    this.#up.reject(closed);
  }

  #down(reason: string): void {
    if (this.#isUp) {
      this.#isUp = false;
      this.#up = Promise.withResolvers();
      this.#up.promise.catch(() => {});
    }
    const error = new ConnectionLostError(reason);
    for (const callback of this.#onLost) callback(error);
  }

  #backUp(): void {
    this.#isUp = true;
    this.#up.resolve();
    this.#logger.info({}, 'connected to the broker again');
  }
}

/** What the promise resolves with, or the signal's reason as soon as it aborts. */
async function orAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([value, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** User and password out of a URL, since the client does not read them there. */
function addressOf({ servers, user, pass, token }: ConnectOptions): {
  servers: string[];
  user?: string;
  pass?: string;
  token?: string;
} {
  const address: { servers: string[]; user?: string; pass?: string; token?: string } = { servers: [] };
  for (const server of typeof servers === 'string' ? servers.split(',') : servers) {
    const url = new URL(/^[a-z]+:\/\//.test(server.trim()) ? server.trim() : `nats://${server.trim()}`);
    address.servers.push(url.host);
    if (url.username !== '' && url.password !== '') {
      address.user = decodeURIComponent(url.username);
      address.pass = decodeURIComponent(url.password);
    } else if (url.username !== '') {
      address.token = decodeURIComponent(url.username);
    }
  }
  if (user !== undefined) address.user = user;
  if (pass !== undefined) address.pass = pass;
  if (token !== undefined) address.token = token;
  return address;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
