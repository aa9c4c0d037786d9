import { type BusEvent, orderOf, type RecordedEvent, readEvent } from '@hookline/schemas';

/** An event as folds see it: read in today's shape, with its place in its session. */
export interface ArrangedEvent {
  readonly event: BusEvent;
  readonly position: number;
  /** When it happened, as ISO text in UTC with milliseconds: earlier is less. */
  readonly at: string;
  /**
   * Where it stands in its session, as text that sorts: the source's order, then what begins before what ends, then the
   * id. It is the same whenever and in which order events arrive, and no two events share it.
   */
  readonly order: string;
}

/** Reads an event for folding. Undefined for a kind this build does not know; throws `UnknownVersionError`. */
export function arrange({ event: stored, position }: RecordedEvent): ArrangedEvent | undefined {
  const event = readEvent(stored);
  if (event === undefined) return undefined;
  return {
    event,
    position,
    at: new Date(event.time).toISOString(),
    order: `${orderOf(event)} ${rankOf(event.kind)}${event.id}`,
  };
}

const ranks: Readonly<Record<string, number>> = {
  'session.started': 0,
  'session.resumed': 0,
  'session.forked': 0,
  'prompt.submitted': 1,
  'prompt.expanded': 2,
  'agent.started': 2,
  'tool.started': 3,
  'permission.asked': 4,
  'permission.decided': 5,
  'agent.ended': 7,
  'turn.ended': 8,
  'turn.failed': 8,
  'turn.interrupted': 8,
  'prompt.blocked': 8,
  'session.ended': 9,
};

/** Decides between events that their source places at the same moment. */
function rankOf(kind: string): number {
  return ranks[kind] ?? 6;
}
