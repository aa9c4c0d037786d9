import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import type { Touched } from './read-entries.ts';

/** One event of a session as far as a time line needs it. */
export interface EventPlace {
  readonly position: number;
  readonly order: string;
  readonly atMs: number;
  readonly kind: string;
}

const newsMax = 2_000;

/** Every event of a session in its order. */
export async function readPlaces(db: Database, session: string): Promise<EventPlace[]> {
  const { rows } = await sql<EventPlace>`
    select position, order_key as "order", (extract(epoch from time) * 1000)::bigint as "atMs", kind
    from events where session = ${session} order by order_key, position`.execute(db.kysely.withoutPlugins());
  return rows;
}

/**
 * What came behind a position: undefined when it does not all stand behind what was there, or is more than one takes at
 * once. `first` is how many events were there.
 */
export async function readNews(
  db: Database,
  session: string,
  after: number,
): Promise<{ events: EventPlace[]; first: number; touched: Touched } | undefined> {
  const plain = db.kysely.withoutPlugins();
  const { rows } = await sql<EventPlace & { id: string; turn: unknown; agent: unknown; data: unknown }>`
    select position, order_key as "order", (extract(epoch from time) * 1000)::bigint as "atMs", kind, id,
      event->'turn' as turn, event->'data'->'call' as call, event->'data'->'agent' as agent,
      event->'data'->'nativeMessage' as message, event->'data'->'nativeRequest' as request
    from events where session = ${session} and position > ${after}
    order by order_key, position limit ${newsMax + 1}`.execute(plain);
  if (rows.length > newsMax) return undefined;
  const { rows: before } = await sql<{ count: number; last: string | null }>`
    select count(*) as count, max(order_key) as last from events
    where session = ${session} and position <= ${after}`.execute(plain);
  const { count, last } = before[0]!;
  if (rows[0] !== undefined && last !== null && rows[0].order < last) return undefined;
  const named = (field: string) => [
    ...new Set(
      rows
        .map((row) => (row as unknown as Record<string, unknown>)[field])
        .filter((value): value is string => typeof value === 'string'),
    ),
  ];
  return {
    first: count,
    events: rows.map(({ position, order, atMs, kind }) => ({ position, order, atMs, kind })),
    touched: {
      after,
      ids: named('id'),
      turns: [...named('turn'), ...named('id')],
      calls: named('call'),
      usage: [...named('message'), ...named('request'), ...named('id')],
    },
  };
}

/** Numbers of events by their position. */
export class Places {
  readonly #numbers: ReadonlyMap<number, number>;
  readonly #events: readonly EventPlace[];
  readonly #whole: boolean;

  constructor(events: readonly EventPlace[], first: number, whole: boolean) {
    this.#events = events;
    this.#whole = whole;
    this.#numbers = new Map(events.map(({ position }, index) => [position, first + index]));
  }

  of(position: number): number | undefined {
    return this.#numbers.get(position);
  }

  /** Positions of the events of one kind. */
  ofKind(kind: string): number[] {
    return this.#events.flatMap((event) => (event.kind === kind ? [event.position] : []));
  }

  /**
   * Where a row begins. An event that is not held any more is taken for the one that followed it; -1 says that it stands
   * before what was asked for, where the asker has it already.
   */
  startOf(position: number, order: string): number {
    const number = this.#numbers.get(position);
    if (number !== undefined) return number;
    if (!this.#whole) return -1;
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#events[middle]!.order < order) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, Math.max(0, this.#events.length - 1));
  }

  /** Where it ends; -1 while it goes on, or while its end came too late for these events. */
  endOf(position: number | null): number {
    return position === null ? -1 : (this.#numbers.get(position) ?? -1);
  }
}
