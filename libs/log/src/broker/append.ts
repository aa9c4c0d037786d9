import { LogRejectedError } from '../errors.ts';
import type { Appended } from '../event-log.ts';
import type { BrokerConnection, LogLogger } from './connection.ts';
import {
  duplicateInBatch,
  findKnown,
  type OutgoingEvent,
  type Placed,
  PublishRefusedError,
  publishBatch,
  publishOne,
} from './publish.ts';
import { untilAnswered } from './until-answered.ts';
import { Window } from './window.ts';

/** Events of one append that are stored adjacently. The broker takes at most 1,000 in a batch. */
const batchSizeMax = 500;
const inFlightBytesMax = 32 * 2 ** 20;

export interface AppenderOptions {
  readonly connection: BrokerConnection;
  readonly logger: LogLogger;
  /** Batches on their way at once; the broker takes at most 50 per stream. */
  readonly inFlightMax: number;
  /** How long one batch is tried before `LogUnavailableError`. */
  readonly appendTimeoutMs: number;
}

/** Brings events into the stream exactly once: what has an unknown outcome is sent again, since ids tell repeats. */
export class Appender {
  readonly #options: AppenderOptions;
  readonly #window: Window;

  constructor(options: AppenderOptions) {
    this.#options = options;
    this.#window = new Window(options.inFlightMax, inFlightBytesMax);
  }

  async append(events: readonly OutgoingEvent[], signal: AbortSignal): Promise<Appended[]> {
    const unique = new Map(events.toReversed().map((event) => [event.id, event]));
    const firsts = events.filter((event) => unique.get(event.id) === event);
    const placed = new Map<string, Placed>();
    for (let start = 0; start < firsts.length; start += batchSizeMax) {
      const batch = firsts.slice(start, start + batchSizeMax);
      const bytes = batch.reduce((sum, { headers, body }) => sum + headers.length + body.length, 0);
      await this.#window.run(bytes, signal, () => this.#store(batch, placed, signal));
    }
    return events.map((event): Appended => {
      const { stored, position } = placed.get(event.id)!;
      return { id: event.id, stored: stored && unique.get(event.id) === event, position };
    });
  }

  async #store(batch: readonly OutgoingEvent[], placed: Map<string, Placed>, signal: AbortSignal): Promise<void> {
    const { appendTimeoutMs, connection, logger } = this.#options;
    const what = `take ${batch.length} events`;
    const attempt = (timeoutMs: number): Promise<void> => this.#tryOnce(batch, placed, timeoutMs);
    try {
      await untilAnswered(connection, attempt, { what, timeoutMs: appendTimeoutMs, signal, logger });
    } catch (error) {
      if (!(error instanceof PublishRefusedError)) throw error;
      throw new LogRejectedError(`${batch.length} events`, error.code, error.message);
    }
  }

  /** One attempt. What it learns stays in `placed` even when it fails. */
  async #tryOnce(batch: readonly OutgoingEvent[], placed: Map<string, Placed>, timeoutMs: number): Promise<void> {
    const { nats } = this.#options.connection;
    for (let round = 0; ; round++) {
      const missing = batch.filter(({ id }) => !placed.has(id));
      if (missing.length === 0) return;
      if (missing.length === 1) {
        placed.set(missing[0]!.id, await publishOne(nats, missing[0]!, timeoutMs));
        return;
      }
      try {
        const first = await publishBatch(nats, missing, timeoutMs);
        missing.forEach(({ id }, index) => {
          placed.set(id, { stored: true, position: first + index });
        });
        return;
      } catch (error) {
        const isDuplicate = error instanceof PublishRefusedError && error.code === duplicateInBatch;
        if (!isDuplicate) throw error;
      }
      const known = await Promise.all(missing.map((event) => findKnown(nats, event, timeoutMs)));
      known.forEach((place, index) => {
        if (place) placed.set(missing[index]!.id, place);
      });
      if (round > 0 && !known.some(Boolean)) {
        // The broker calls one a duplicate but does not say which: each alone gets a clear answer.
        for (const event of missing) placed.set(event.id, await publishOne(nats, event, timeoutMs));
      }
    }
  }
}
