import type { ArrangedEvent } from './arrange.ts';
import type { AnyProjection } from './projection.ts';
import { storableText } from './storable.ts';

/** A row of any read model. */
export type AnyRow = Record<string, unknown>;

/**
 * Folds events into rows of one read model that are known by `placeOf` their session and key, and says of every row it
 * changes what it was before (undefined for a new one).
 */
export function foldInto(
  rows: Map<string, AnyRow>,
  projection: AnyProjection,
  events: readonly ArrangedEvent[],
  { placeOf, onChange }: FoldOptions,
): void {
  for (const arranged of events) {
    for (const key of projection.keysOf(arranged)) {
      const place = placeOf(arranged.event.session, storableText(key));
      const before = rows.get(place);
      onChange?.(place, before);
      rows.set(place, projection.evolve(before, arranged, key) as AnyRow);
    }
  }
}

interface FoldOptions {
  readonly placeOf: (session: string, key: string) => string;
  readonly onChange?: (place: string, before: AnyRow | undefined) => void;
}

/** Rows in the order of their session; rows that begin at one event, by key. */
export function inOrder(projection: AnyProjection, rows: Iterable<AnyRow>): AnyRow[] {
  const list = [...rows];
  if (projection.columns.orderKey === undefined) return list;
  const key = projection.key ?? 'session';
  return list.sort((a, b) => compare(a.orderKey, b.orderKey) || compare(a[key], b[key]));
}

const compare = (a: unknown, b: unknown): number => ((a as string) < (b as string) ? -1 : a === b ? 0 : 1);
