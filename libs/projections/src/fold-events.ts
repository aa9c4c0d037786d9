import { compareInSession, type RecordedEvent } from '@hookline/schemas';
import { arrange } from './arrange.ts';
import { type AnyRow, foldInto, inOrder } from './fold-rows.ts';
import type { AnyProjection } from './projection.ts';
import { projections } from './projections.ts';
import type { ReadModels } from './read-models.ts';

/** The rows that some events end in, by read model, each list in the order of the session. */
export type FoldedRows = {
  [View in keyof ReadModels as View extends `read.${infer Model}` ? Model : never]: ReadModels[View][];
};

/**
 * The read models of the given events alone, without a database: with the events up to a position, the state at that
 * position. An id that comes twice counts once, at its first position.
 */
export function foldEvents(events: readonly RecordedEvent[], list: readonly AnyProjection[] = projections): FoldedRows {
  const byId = new Map<string, RecordedEvent>();
  for (const recorded of events) {
    const known = byId.get(recorded.event.id);
    if (known === undefined || recorded.position < known.position) byId.set(recorded.event.id, recorded);
  }
  const arranged = [...byId.values()].sort(compareInSession).flatMap((recorded) => arrange(recorded) ?? []);
  return foldedRows(list, (projection) => {
    const rows = new Map<string, AnyRow>();
    foldInto(rows, projection, arranged, { placeOf: (session, key) => `${session}\n${key}` });
    return rows.values();
  });
}

/** The rows that `rowsOf` has of each read model, in order. */
export function foldedRows(
  list: readonly AnyProjection[],
  rowsOf: (projection: AnyProjection) => Iterable<AnyRow>,
): FoldedRows {
  const rows = list.map((projection) => [projection.name, inOrder(projection, rowsOf(projection))]);
  return Object.fromEntries(rows) as FoldedRows;
}
