import type { RecordedEvent } from '@hookline/schemas';
import type { Move } from './react.ts';

/** The events of a session in their order, read only as far as somebody went. */
export class Tape {
  readonly #events: RecordedEvent[] = [];
  readonly #source: AsyncIterator<RecordedEvent>;
  #ended = false;

  constructor(source: AsyncIterable<RecordedEvent>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** How many events there are, as far as it was read. */
  get known(): number {
    return this.#events.length;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The event at that place, from 0; undefined behind the last. */
  async at(index: number): Promise<RecordedEvent | undefined> {
    while (this.#events.length <= index && !this.#ended) {
      const next = await this.#source.next();
      if (next.done) this.#ended = true;
      else this.#events.push(next.value);
    }
    return this.#events[index];
  }

  /** The place a move leads to from a place (-1 is before the first); undefined when there is none. */
  async placeOf(move: Move, from: number): Promise<number | undefined> {
    switch (move.to) {
      case 'first':
        return (await this.at(0)) === undefined ? undefined : 0;
      case 'last':
        await this.at(Number.POSITIVE_INFINITY);
        return this.#events.length === 0 ? undefined : this.#events.length - 1;
      case 'position':
        await this.at(Number.POSITIVE_INFINITY);
        return this.#nearest(move.position);
      default: {
        const wanted = move.to === 'turn' ? isTurn : move.to === 'failure' ? isFailure : () => true;
        let index = from;
        for (;;) {
          index += move.by;
          const event = index < 0 ? undefined : await this.at(index);
          if (event === undefined) return undefined;
          if (wanted(event)) return index;
        }
      }
    }
  }

  /** The event at a position, else the nearest before it in the log, else the first. */
  #nearest(position: number): number | undefined {
    let found: number | undefined;
    for (const [index, event] of this.#events.entries()) {
      if (event.position > position) continue;
      if (found === undefined || event.position > this.#events[found]!.position) found = index;
    }
    return found ?? (this.#events.length === 0 ? undefined : 0);
  }
}

const kindOf = ({ event }: RecordedEvent): string => event.type.replaceAll(/^hookline\.|\.v\d+$/g, '');

/** A prompt that began a turn, and did not join one. */
function isTurn(recorded: RecordedEvent): boolean {
  const { id, turn } = recorded.event;
  return kindOf(recorded) === 'prompt.submitted' && (turn === undefined || turn === id);
}

const isFailure = (recorded: RecordedEvent): boolean => /\.(failed|denied|blocked)$/.test(kindOf(recorded));

/** Whether an event is of one of the kinds (with commas between; `tool.` is all that begin so); all are where not given. */
export function isOfKinds(recorded: RecordedEvent, kinds: string | undefined): boolean {
  if (kinds === undefined) return true;
  const kind = kindOf(recorded);
  return kinds.split(',').some((part) => (part.endsWith('.') ? kind.startsWith(part) : kind === part));
}
