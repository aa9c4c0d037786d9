/** What the order of two events of one session depends on. */
export interface Ordered {
  readonly position: number;
  readonly event: { readonly time: string; readonly sequence?: string | undefined };
}

/** The sortable sequence of the `ordinal`-th fact that its source places at `timeMs`. */
export function sequenceAt(timeMs: number, ordinal: number): string {
  return `${String(Math.trunc(timeMs)).padStart(13, '0')}.${String(ordinal).padStart(8, '0')}`;
}

/**
 * Where an event stands inside its session, as a string that sorts: its source's sequence, or its time where the
 * source gives none. Ties are broken by position (see `compareInSession`).
 */
export function orderOf(event: Ordered['event']): string {
  return event.sequence ?? String(Date.parse(event.time)).padStart(13, '0');
}

/** Arranges the events of one session: the order of the source, then position. */
export function compareInSession(a: Ordered, b: Ordered): number {
  const [left, right] = [orderOf(a.event), orderOf(b.event)];
  return left < right ? -1 : left > right ? 1 : a.position - b.position;
}
