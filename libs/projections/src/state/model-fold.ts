import type { ArrangedEvent } from '../arrange.ts';
import { type AnyRow, foldInto } from '../fold-rows.ts';
import type { AnyProjection } from '../projection.ts';
import { emptyHash, HashSum, rowHash } from '../row-hash.ts';
import { storableRow, storableText } from '../storable.ts';

/** The rows that one read model has of one session, while events are folded into them. */
export class ModelFold {
  readonly projection: AnyProjection;
  readonly #base: string;
  readonly #rows = new Map<string, AnyRow>();
  readonly #known = new Set<string>();
  readonly #before = new Map<string, AnyRow | undefined>();

  /** `base` is the hash of the rows that were there before: those that `addAll` tells of, and all that are not needed. */
  constructor(projection: AnyProjection, base: string = emptyHash) {
    this.projection = projection;
    this.#base = base;
  }

  /** Tells of rows as they were before, by key. */
  addAll(rows: Iterable<readonly [key: string, row: AnyRow]>): void {
    for (const [key, row] of rows) this.#rows.set(key, row);
  }

  /** The keys of rows that these events change and that were not asked for before. */
  missing(events: readonly ArrangedEvent[]): string[] {
    const keys: string[] = [];
    for (const arranged of events) {
      for (const given of this.projection.keysOf(arranged)) {
        const key = storableText(given);
        if (this.#known.has(key)) continue;
        this.#known.add(key);
        keys.push(key);
      }
    }
    return keys;
  }

  fold(events: readonly ArrangedEvent[]): void {
    foldInto(this.#rows, this.projection, events, {
      placeOf: (_, key) => key,
      onChange: (key, before) => this.#before.has(key) || this.#before.set(key, before),
    });
  }

  rows(): Iterable<AnyRow> {
    return this.#rows.values();
  }

  /** The rows that events changed, with their hashes. */
  changed(): { readonly key: string; readonly row: AnyRow; readonly hash: string }[] {
    return [...this.#before.keys()].map((key) => {
      const row = this.#rows.get(key)!;
      return { key, row, hash: hashOf(this.projection, row) };
    });
  }

  /** The sum of the hashes of all rows. */
  hash(): string {
    const sum = new HashSum(this.#base);
    for (const [key, before] of this.#before) {
      if (before !== undefined) sum.take(hashOf(this.projection, before));
      sum.add(hashOf(this.projection, this.#rows.get(key)!));
    }
    return sum.toString();
  }
}

/** The hash of a row, stored or not. */
export function hashOf(projection: AnyProjection, row: AnyRow): string {
  return rowHash(projection, storableRow(projection, row));
}
