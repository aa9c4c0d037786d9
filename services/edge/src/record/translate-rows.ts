import type { Adapter, RecordContext, RecordRow, Translated } from '@hookline/harnesses';
import type { CloudEvent } from '@hookline/schemas';

/** Translates rows; one that the adapter cannot take is passed over and reported, and spoils no other. */
export function translateRows(
  adapter: Adapter<unknown>,
  rows: readonly RecordRow[],
  context: RecordContext,
  before: unknown,
  session: string,
  onUnreadable: (row: RecordRow, error: unknown) => void,
): Translated<unknown> {
  try {
    return adapter.translateRecord(rows, context, before, session);
  } catch (error) {
    if (rows.length <= 1) {
      for (const row of rows) onUnreadable(row, error);
      return { events: [], state: before };
    }
  }
  let state = before;
  const events: CloudEvent[] = [];
  for (const row of rows) {
    const next = translateRows(adapter, [row], context, state, session, onUnreadable);
    state = next.state;
    for (const event of next.events) events.push(event);
  }
  return { events, state };
}
