import { createInbox, type Msg, nanos, type Subscription } from '@nats-io/transport-node';
import type { BrokerConnection } from './connection.ts';

const expiresMs = 30_000;
const heartbeatMs = 2000;
/** Well under the server's `max_pending`, above which it cuts slow connections off. */
const pullBytesMax = 8 * 2 ** 20;

/** The pull ended for a reason other than having nothing more to deliver; a new consumer is needed. */
class PullBrokenError extends Error {
  override readonly name = 'PullBrokenError';
}

/** A message of the stream, taken apart as far as every reader needs. */
export interface Delivered {
  readonly message: Msg;
  readonly position: number;
  readonly timeMs: number;
}

/**
 * Messages of one consumer without acknowledgements, as they come. One pull is out at a time, and at most two
 * batches are held, so a slow reader slows the broker down. The client's `consume` would deliver message by message,
 * and its ordered consumer would go on silently in a stream that was made anew.
 */
export class Pull {
  readonly #connection: BrokerConnection;
  readonly #subject: string;
  readonly #batchSizeMax: number;
  readonly #subscription: Subscription;
  readonly #inbox: string;
  readonly #timer: NodeJS.Timeout;
  readonly #forget: () => void;
  readonly #buffer: Delivered[] = [];
  #outstanding = 0;
  #delivered = 0;
  #heardAt = Date.now();
  #broken: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(connection: BrokerConnection, stream: string, consumer: string, batchSizeMax: number) {
    this.#connection = connection;
    this.#subject = `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`;
    this.#batchSizeMax = batchSizeMax;
    this.#inbox = createInbox();
    this.#subscription = connection.nats.subscribe(this.#inbox, {
      callback: (error, message) => (error ? this.#break(error) : this.#receive(message)),
    });
    this.#timer = setInterval(() => this.#checkHeartbeat(), heartbeatMs);
    this.#forget = connection.onLost((error) => this.#break(error));
  }

  /** The next messages, at least one. Throws when the pull broke; nothing is returned once the signal has aborted. */
  async next(signal: AbortSignal): Promise<Delivered[]> {
    const wake = (): void => this.#wake?.();
    signal.addEventListener('abort', wake);
    try {
      while (!signal.aborted) {
        this.#refill();
        if (this.#buffer.length > 0) {
          const batch = this.#buffer.splice(0, this.#batchSizeMax);
          this.#refill();
          return batch;
        }
        if (this.#broken) throw this.#broken;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      return [];
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#forget();
    if (!this.#connection.isClosed) this.#subscription.unsubscribe();
  }

  #refill(): void {
    if (this.#outstanding > 0 || this.#broken || this.#buffer.length >= this.#batchSizeMax) return;
    this.#outstanding = this.#batchSizeMax;
    this.#heardAt = Date.now();
    const request = {
      batch: this.#batchSizeMax,
      max_bytes: pullBytesMax,
      expires: nanos(expiresMs),
      idle_heartbeat: nanos(heartbeatMs),
    };
    this.#connection.nats.publish(this.#subject, JSON.stringify(request), { reply: this.#inbox });
  }

  #receive(message: Msg): void {
    this.#heardAt = Date.now();
    if (message.reply?.startsWith('$JS.ACK.')) this.#deliver(message, message.reply);
    else this.#heed(message.headers?.code ?? 0, message.headers?.description ?? '');
    this.#wake?.();
  }

  #deliver(message: Msg, reply: string): void {
    if (this.#broken) return;
    const parts = reply.split('.');
    // Without domain and account: $JS.ACK.<stream>.<consumer>.<deliveries>.<position>.<delivery>.<time>.<pending>
    const offset = parts.length === 9 ? 0 : 2;
    if (Number(parts[6 + offset]) !== ++this.#delivered) {
      this.#break(new PullBrokenError('a message is missing'));
      return;
    }
    this.#outstanding--;
    const timeMs = Number(parts[7 + offset]!.slice(0, -6));
    this.#buffer.push({ message, position: Number(parts[5 + offset]), timeMs });
    this.#refill();
  }

  #heed(code: number, description: string): void {
    if (code === 100) return;
    const isEnd = code === 404 || code === 408 || (code === 409 && /maxbytes|batch completed/i.test(description));
    if (isEnd) {
      this.#outstanding = 0;
      this.#refill();
    } else {
      this.#break(new PullBrokenError(`${code} ${description}`));
    }
  }

  #checkHeartbeat(): void {
    if (this.#outstanding > 0 && Date.now() - this.#heardAt > 3 * heartbeatMs) {
      this.#break(new PullBrokenError(`the broker was silent for ${3 * heartbeatMs} ms`));
    }
  }

  #break(error: Error): void {
    this.#broken ??= error;
    this.#wake?.();
  }
}
