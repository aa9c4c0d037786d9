import {
  type Consumer,
  type ConsumerConfig,
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
} from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { publishOne } from './broker/publish.ts';
import { publishSignal, type Signal } from './signals.ts';

/** Work waiting for whoever takes from its queue. `queue` and `item` are tokens of [A-Za-z0-9_-]. */
export interface WorkOffer {
  readonly queue: string;
  readonly item: string;
  /** Offering the same twice within a day is one offer: `<item>:<attempt>`. */
  readonly msgId: string;
  readonly payload: unknown;
}

export type TakenWork = Pick<WorkOffer, 'queue' | 'item' | 'payload'>;

export interface TakeOptions {
  readonly signal: AbortSignal;
  /** How long to wait for work, in milliseconds; at least 1,000. */
  readonly waitMs: number;
  /** Takers of a lower number get work first; others only when those are busy (0 to 9, default 0). */
  readonly priority?: number;
}

const stream = 'WORK';
const group = 'w';
const requestTimeoutMs = 5000;

/**
 * Wakes and balances workers. It only dispatches: who holds an item, and until when, is in the database, so taking
 * work that was taken before does no harm, and work that is lost here is offered again by whoever keeps the items.
 */
export class WorkDispatch {
  readonly #nats: NatsConnection;
  #manager: Promise<JetStreamManager> | undefined;
  readonly #consumers = new Map<string, Promise<Consumer>>();

  constructor(nats: NatsConnection) {
    this.#nats = nats;
  }

  /** Resolves once the offer is durable. `stored` is false when it had been made already. */
  async offerWork({ queue, item, msgId, payload }: WorkOffer): Promise<{ stored: boolean }> {
    const outgoing = {
      id: msgId,
      subject: `work.${token('queue', queue)}.${token('item', item)}`,
      headers: `Nats-Msg-Id: ${encodeURIComponent(msgId)}\r\ncontent-type: application/json\r\n`,
      body: new TextEncoder().encode(JSON.stringify(payload)),
    };
    const { stored } = await publishOne(this.#nats, outgoing, requestTimeoutMs);
    return { stored };
  }

  /** Tells whoever listens on a subject; resolves once it is durable. */
  async publishSignal(signal: Signal): Promise<void> {
    await publishSignal(this.#nats, signal);
  }

  /** The next offer of the queue, acknowledged; undefined when none came in time or the signal aborted. */
  async takeWork(queue: string, { signal, waitMs, priority = 0 }: TakeOptions): Promise<TakenWork | undefined> {
    if (signal.aborted) return undefined;
    const consumer = await this.#consumerOf(token('queue', queue));
    const messages = await consumer
      .fetch({ max_messages: 1, expires: Math.max(1000, waitMs), group, priority })
      .catch((error) => this.#forgetting(queue, error));
    const stop = (): void => void messages.close();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      for await (const message of messages) {
        const isOurs = await message
          .ackAck({ timeout: requestTimeoutMs })
          .catch((error) => this.#forgetting(queue, error));
        if (!isOurs) continue;
        return { queue, item: message.subject.split('.')[2]!, payload: message.json() };
      }
      return undefined;
    } catch (error) {
      return this.#forgetting(queue, error);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #forgetting(queue: string, error: unknown): never {
    this.#consumers.delete(queue);
    throw error;
  }

  #consumerOf(queue: string): Promise<Consumer> {
    let consumer = this.#consumers.get(queue);
    if (consumer === undefined) {
      consumer = this.#makeConsumer(queue);
      consumer.catch(() => this.#consumers.delete(queue));
      this.#consumers.set(queue, consumer);
    }
    return consumer;
  }

  async #makeConsumer(queue: string): Promise<Consumer> {
    this.#manager ??= jetstreamManager(this.#nats, { checkAPI: false });
    const manager = await this.#manager;
    const config = workerOf(queue);
    const info = await manager.consumers.info(stream, config.durable_name).catch((error) => {
      if (error instanceof JetStreamApiError && error.code === consumerNotFound) return undefined;
      throw error;
    });
    if (info === undefined) await manager.consumers.add(stream, config);
    return manager.jetstream().consumers.get(stream, config.durable_name);
  }
}

const consumerNotFound = 10014;

function workerOf(queue: string): Partial<ConsumerConfig> & { durable_name: string } {
  return {
    durable_name: `q_${queue}`,
    filter_subject: `${stream.toLowerCase()}.${queue}.>`,
    ack_policy: 'explicit',
    ack_wait: nanos(60_000),
    max_deliver: 6,
    max_ack_pending: 64,
    priority_groups: [group],
    priority_policy: 'prioritized',
  };
}

function token(what: string, value: string): string {
  if (/^[A-Za-z0-9_-]{1,128}$/.test(value)) return value;
  throw new Error(`work ${what} is ${JSON.stringify(value)}, expected 1 to 128 of A-Z, a-z, 0-9, _ and -`);
}
