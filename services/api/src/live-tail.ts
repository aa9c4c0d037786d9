import type { EventLog } from '@hookline/log';
import type { RecordedEvent } from '@hookline/schemas';

/** An event with its JSON, made once for all who listen. */
export interface LiveEvent extends RecordedEvent {
  /** `{"position":…,"event":…}` */
  readonly json: string;
}

/** Every event after a position in order, in batches, ending when there is no more or the signal aborts. */
export type ReadHistory = (after: number, signal: AbortSignal) => AsyncIterable<readonly RecordedEvent[]>;

const batchSizeMax = 200;

/**
 * The newest part of the log, held in memory for all who listen: the log itself is read once per process, however many
 * listen. Nobody has a queue: a listener that falls behind what is held here is served from history until it is back.
 */
export class LiveTail {
  readonly #log: Pick<EventLog, 'read' | 'head'>;
  readonly #history: ReadHistory;
  readonly #eventsMax: number;
  readonly #bytesMax: number;
  #recent: LiveEvent[] = [];
  #bytes = 0;
  /** Everything after this position, as far as the log was read, is in `#recent`. */
  #base: number | undefined;
  #changed = Promise.withResolvers<void>();

  constructor(
    log: Pick<EventLog, 'read' | 'head'>,
    history: ReadHistory,
    { eventsMax = 4000, bytesMax = 16 * 1024 * 1024 }: { eventsMax?: number; bytesMax?: number } = {},
  ) {
    this.#log = log;
    this.#history = history;
    this.#eventsMax = eventsMax;
    this.#bytesMax = bytesMax;
  }

  /** The newest position that was read here; 0 before `run` began. */
  get last(): number {
    return this.#recent.at(-1)?.position ?? this.#base ?? 0;
  }

  /** Reads the log from its end on until `signal` aborts. `begun` is called once listeners are served. */
  async run(signal: AbortSignal, begun: () => void): Promise<void> {
    this.#base = (await this.#log.head()).last;
    begun();
    for await (const batch of this.#log.read(this.#base, { signal })) {
      for (const recorded of batch) this.#keep(recorded);
      this.#drop();
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    }
  }

  /** Every event after `after` that passes `wanted`, then whatever comes; an empty batch tells how far it looked. */
  async *after(
    after: number,
    wanted: (recorded: RecordedEvent) => boolean,
    signal: AbortSignal,
  ): AsyncIterable<{ position: number; events: LiveEvent[] }> {
    let position = after;
    while (!signal.aborted) {
      const held = this.#heldAfter(position);
      if (held === undefined) {
        const before = position;
        for await (const batch of this.#history(position, signal)) {
          const events = batch.filter((recorded) => recorded.position > position && wanted(recorded)).map(withJson);
          position = Math.max(position, batch.at(-1)?.position ?? position);
          yield { position, events };
          if (this.#heldAfter(position) !== undefined) break;
        }
        // History ends here although more is held further on: what lies between was erased.
        if (position === before && this.#base !== undefined && position < this.#base) position = this.#base;
      } else if (held.length === 0) {
        await this.#changedOr(signal);
      } else {
        position = held.at(-1)!.position;
        yield { position, events: held.filter(wanted) };
      }
    }
  }

  /** Resolves at the next change, or when `signal` aborts; leaves nothing behind, however often it is waited for. */
  #changedOr(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake, { once: true });
      this.#changed.promise.then(wake);
    });
  }

  #heldAfter(position: number): LiveEvent[] | undefined {
    if (this.#base === undefined || position < this.#base) return undefined;
    const start = firstAfter(this.#recent, position);
    return this.#recent.slice(start, start + batchSizeMax);
  }

  #keep(recorded: RecordedEvent): void {
    const live = withJson(recorded);
    this.#recent.push(live);
    this.#bytes += live.json.length;
  }

  #drop(): void {
    let count = 0;
    while (this.#recent.length - count > this.#eventsMax || this.#bytes > this.#bytesMax) {
      this.#bytes -= this.#recent[count]!.json.length;
      count += 1;
    }
    if (count === 0) return;
    this.#base = this.#recent[count - 1]!.position;
    this.#recent = this.#recent.slice(count);
  }
}

function withJson(recorded: RecordedEvent): LiveEvent {
  const { position, event } = recorded;
  return { position, event, json: JSON.stringify({ position, event }) };
}

function firstAfter(events: readonly LiveEvent[], position: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle]!.position > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
