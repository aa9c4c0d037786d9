import { pause } from '@hookline/client';
import { Bell } from './bell.ts';
import type { OutgoingEvent, Sent } from './send-events.ts';

/** Events that belong together, and what may be done once the log has all of them. */
export interface Step {
  readonly events: readonly OutgoingEvent[];
}

/** A step whose every event was acknowledged, or refused for good. */
export interface Settled<Kind extends Step> {
  readonly step: Kind;
  readonly refused: readonly { readonly event: OutgoingEvent; readonly reason: string }[];
}

export interface OutboxParts<Kind extends Step> {
  send(events: readonly OutgoingEvent[], signal: AbortSignal): Promise<Sent[]>;
  /** Called in the order of `push`. When it throws it is called again later with the same step. */
  settle(settled: Settled<Kind>): void;
  /** How long to wait after the `attempt`-th failure in a row before the same is tried again. */
  waitMs(error: unknown, attempt: number): number;
  /** Told when something failed, and how long the outbox waits now. */
  onTrouble(error: unknown, waitMs: number): void;
  onSent?(sent: readonly Sent[]): void;
}

interface Queued<Kind extends Step> {
  readonly step: Kind;
  readonly bytes: number;
  readonly refused: { event: OutgoingEvent; reason: string }[];
  next: number;
}

const outboxLimits = {
  eventsMax: 500,
  batchBytesMax: 8 * 1024 ** 2,
  queuedBytesMax: 32 * 1024 ** 2,
  queuedStepsMax: 5_000,
};

/**
 * Sends steps in order, one batch at a time: what is there when the line is free goes at once, what comes meanwhile
 * goes together. Nothing is given up: after a failure the same batch is sent again, later and later.
 */
export class Outbox<Kind extends Step> {
  readonly #parts: OutboxParts<Kind>;
  #queue: Queued<Kind>[] = [];
  #bytes = 0;
  readonly #changed = new Bell();

  constructor(parts: OutboxParts<Kind>) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  /** Takes a step in, waiting while the outbox is full. Rejects, without it, once `signal` is aborted. */
  async push(step: Kind, signal: AbortSignal): Promise<void> {
    while (this.#bytes > outboxLimits.queuedBytesMax || this.#queue.length >= outboxLimits.queuedStepsMax) {
      await this.#changed.wait(signal);
      signal.throwIfAborted();
    }
    signal.throwIfAborted();
    const bytes = step.events.reduce((sum, { json }) => sum + json.length, 0);
    this.#queue.push({ step, bytes, refused: [], next: 0 });
    this.#bytes += bytes;
    this.#changed.ring();
  }

  /** Sends until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    let attempt = 0;
    while (!signal.aborted) {
      if (this.isEmpty) {
        await this.#changed.wait(signal);
        continue;
      }
      const batch = this.#nextBatch();
      try {
        const events = batch.map(({ event }) => event);
        const sent = events.length > 0 ? await this.#parts.send(events, signal) : [];
        this.#acknowledge(batch, sent);
        this.#settleHead();
        attempt = 0;
      } catch (error) {
        if (signal.aborted) return;
        attempt += 1;
        const waitMs = this.#parts.waitMs(error, attempt);
        this.#parts.onTrouble(error, waitMs);
        await pause(waitMs, signal);
      }
    }
  }

  #nextBatch(): { queued: Queued<Kind>; event: OutgoingEvent }[] {
    const batch: { queued: Queued<Kind>; event: OutgoingEvent }[] = [];
    let bytes = 0;
    for (const queued of this.#queue) {
      for (let index = queued.next; index < queued.step.events.length; index += 1) {
        const event = queued.step.events[index]!;
        const full = batch.length >= outboxLimits.eventsMax || bytes + event.json.length > outboxLimits.batchBytesMax;
        if (full && batch.length > 0) return batch;
        batch.push({ queued, event });
        bytes += event.json.length;
      }
    }
    return batch;
  }

  #acknowledge(batch: readonly { queued: Queued<Kind>; event: OutgoingEvent }[], sent: readonly Sent[]): void {
    for (const [index, { queued, event }] of batch.entries()) {
      queued.next += 1;
      const reason = sent[index]?.refused;
      if (reason !== undefined) queued.refused.push({ event, reason });
    }
    this.#parts.onSent?.(sent);
  }

  #settleHead(): void {
    let count = 0;
    try {
      for (const queued of this.#queue) {
        if (queued.next < queued.step.events.length) break;
        this.#parts.settle(queued);
        this.#bytes -= queued.bytes;
        count += 1;
      }
    } finally {
      this.#queue = this.#queue.slice(count);
      if (count > 0) this.#changed.ring();
    }
  }
}
