import type { ArrangedEvent } from './arrange.ts';

/** How a field of a row is kept in its table. Times are ISO text in UTC, as `at` of an arranged event. */
export type ColumnType = 'text' | 'timestamptz' | 'bigint' | 'double precision' | 'boolean' | 'json';

/**
 * A read model: a pure fold of the log into rows. A row belongs to one session and, inside it, to one key.
 *
 * `evolve` must not depend on the order in which events come: late facts are usual (a transcript is read at the end of a
 * turn), and any order has to end in the same row. Where events compete for a field, the one with the greater `order`
 * wins, whenever it comes (`registers.ts`). Each event comes once.
 *
 * A published version is never changed: a change of the rows is a new version, built from the beginning beside the old.
 */
export interface Projection<Row extends object = Record<string, unknown>> {
  readonly name: string;
  readonly version: number;
  /** The field that tells the rows of one session apart; without it a session has one row. */
  readonly key?: keyof Row & string;
  /** Every field of a row. The field's column is its name in snake_case. */
  readonly columns: { readonly [Field in keyof Row]-?: ColumnType };
  /** Fields that say where in the log something stands. They are left out of hashes, because another log has others. */
  readonly places: readonly (keyof Row & string)[];
  /** Lists of columns (SQL) that are searched by, beside the key. */
  readonly indexes?: readonly string[];
  /** True when every row is made of one event: nothing has to be read before it is written. */
  readonly rowPerEvent?: boolean;
  /** The keys of the rows that an event changes: none, usually one. A session's only row has the key ''. */
  keysOf(arranged: ArrangedEvent): readonly string[];
  evolve(row: Row | undefined, arranged: ArrangedEvent, key: string): Row;
}

/** A projection of any row, as lists hold it. */
// biome-ignore lint/suspicious/noExplicitAny: a list of projections holds projections of different rows
export type AnyProjection = Projection<any>;

/** The column of a field: `nativeSession` is kept as `native_session`. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
