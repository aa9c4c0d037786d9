import type { CloudEvent, RecordedEvent } from '@hookline/schemas';
import { decodeEvent, type EncodedEvent, encodeEvent } from './encode.ts';
import { LogReplacedError, PositionGoneError } from './errors.ts';
import type { Appended, EventLog, LogHead, ReadOptions } from './event-log.ts';
import { headerPairs } from './headers.ts';

interface Stored {
  readonly position: number;
  readonly encoded: EncodedEvent;
  readonly recordedAt: string;
}

/**
 * The event log in memory: the model of what `JetStreamLog` does, for tests and dry runs. Events go through the same
 * encoding, so that what is too large or comes back changed there does so here. It never forgets an id.
 */
export class MemoryLog implements EventLog {
  readonly #identity: string;
  readonly #now: () => Date;
  readonly #stored: Stored[] = [];
  readonly #positions = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  #first = 1;
  #last = 0;

  constructor({ identity = 'memory', now = () => new Date() }: { identity?: string; now?: () => Date } = {}) {
    this.#identity = identity;
    this.#now = now;
  }

  async append(events: readonly CloudEvent[], { signal }: { signal?: AbortSignal } = {}): Promise<Appended[]> {
    signal?.throwIfAborted();
    const encoded = events.map(encodeEvent);
    const recordedAt = this.#now().toISOString();
    const appended = encoded.map((event): Appended => {
      const known = this.#positions.get(event.id);
      if (known !== undefined) return { id: event.id, stored: false, position: known };
      const position = ++this.#last;
      this.#positions.set(event.id, position);
      this.#stored.push({ position, encoded: event, recordedAt });
      return { id: event.id, stored: true, position };
    });
    for (const wake of this.#waiting) wake();
    return appended;
  }

  async *read(
    after: number,
    { signal, batchSizeMax = 500, identity, onGap }: ReadOptions,
  ): AsyncIterable<RecordedEvent[]> {
    if (identity !== undefined && identity !== this.#identity) throw new LogReplacedError(this.#identity, identity);
    if (after > this.#last) throw new LogReplacedError(`a log up to ${this.#last}`, `one that reaches ${after}`);
    let cursor = after;
    while (!signal.aborted) {
      if (cursor < this.#first - 1) throw new PositionGoneError(cursor, this.#first);
      const start = this.#indexAfter(cursor);
      const batch = this.#stored.slice(start, start + batchSizeMax);
      if (batch.length === 0) {
        await this.#change(signal);
        continue;
      }
      for (const { position } of batch) {
        if (position > cursor + 1) onGap?.(cursor + 1, position - 1);
        cursor = position;
      }
      yield batch.map(recorded);
    }
  }

  async head(): Promise<LogHead> {
    return { identity: this.#identity, first: this.#first, last: this.#last };
  }

  async get(position: number): Promise<RecordedEvent | undefined> {
    const found = this.#stored[this.#indexAfter(position - 1)];
    return found?.position === position ? recorded(found) : undefined;
  }

  /** Forgets every event up to and including `position`, as age does in the broker. Their ids stay known. */
  expire(position: number): void {
    this.#stored.splice(0, this.#indexAfter(position));
    this.#first = Math.max(this.#first, Math.min(position, this.#last) + 1);
  }

  async erase(position: number): Promise<void> {
    const index = this.#indexAfter(position - 1);
    if (this.#stored[index]?.position === position) this.#stored.splice(index, 1);
    if (this.#first === position) this.#first = this.#stored[0]?.position ?? this.#last + 1;
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #indexAfter(position: number): number {
    let [low, high] = [0, this.#stored.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#stored[middle]!.position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #change(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
    return promise.finally(() => this.#waiting.delete(resolve));
  }
}

function recorded({ position, encoded, recordedAt }: Stored): RecordedEvent {
  const event = decodeEvent(headerPairs(encoded.headers), encoded.body);
  return { position, event: { ...event, recordedtime: event.recordedtime ?? recordedAt } };
}
