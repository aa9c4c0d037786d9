import { pause } from '@hookline/client';
import type { BusLink } from '../send/bus-link.ts';
import { type OutgoingEvent, type Sent, sendEvents } from '../send/send-events.ts';

const EVENTS_MAX = 500;
const BYTES_MAX = 8 * 1024 ** 2;
const ATTEMPTS_MAX = 6;

/** Sends events in batches, the next being gathered while one is under way. What cannot be sent is tried a few times. */
export class BatchSender {
  readonly #bus: BusLink;
  readonly #redactedBy: string;
  readonly #signal: AbortSignal;
  readonly #onSent: (ids: readonly string[], sent: readonly Sent[]) => void;
  #batch: OutgoingEvent[] = [];
  #bytes = 0;
  #underWay: Promise<void> = Promise.resolve();

  constructor(
    bus: BusLink,
    options: {
      redactedBy: string;
      signal: AbortSignal;
      onSent: (ids: readonly string[], sent: readonly Sent[]) => void;
    },
  ) {
    this.#bus = bus;
    this.#redactedBy = options.redactedBy;
    this.#signal = options.signal;
    this.#onSent = options.onSent;
  }

  async add(event: OutgoingEvent): Promise<void> {
    this.#batch.push(event);
    this.#bytes += event.json.length;
    if (this.#batch.length >= EVENTS_MAX || this.#bytes >= BYTES_MAX) await this.#dispatch();
  }

  /** Resolves when everything added was acknowledged or refused. Throws what the last attempt threw. */
  async finish(): Promise<void> {
    await this.#dispatch();
    await this.#underWay;
  }

  async #dispatch(): Promise<void> {
    await this.#underWay;
    const batch = this.#batch;
    this.#batch = [];
    this.#bytes = 0;
    this.#underWay = this.#send(batch);
    // A failure shows when the next batch waits for this one.
    this.#underWay.catch(() => {});
  }

  async #send(batch: readonly OutgoingEvent[]): Promise<void> {
    if (batch.length === 0) return;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const options = { redactedBy: this.#redactedBy, signal: this.#signal };
        const sent = await this.#bus.use((client) => sendEvents(client, batch, options));
        const ids = batch.map(({ id }) => id);
        return this.#onSent(ids, sent);
      } catch (error) {
        if (attempt === ATTEMPTS_MAX || this.#signal.aborted) throw error;
        await pause(this.#bus.waitMs(error, attempt), this.#signal);
      }
    }
  }
}
