import type { ProcessMap } from '@hookline/harnesses';
import type { CloudEvent } from '@hookline/schemas';
import type { Step } from './send/outbox.ts';
import type { OutgoingEvent } from './send/send-events.ts';
import type { LiveSession } from './sessions/live-session.ts';

/** A spool entry as one moment of one file: names come back, moments do not. */
export interface EntryMark {
  readonly name: string;
  readonly capturedAtNs: bigint;
}

/** Events on their way, or the moment that a session is kept at and its entries forgotten. */
export interface EdgeStep extends Step {
  readonly session: string;
  /** The entry the events came from; absent where they came from the record. */
  readonly entry?: EntryMark;
  readonly checkpoint?: Checkpoint;
  readonly onSettled?: () => void;
}

/** What is true of a session once the log has every event of its entries up to here. */
interface Checkpoint {
  readonly live: LiveSession;
  /** The session's file as it is to be written. */
  readonly text: string;
  readonly processes: ProcessMap;
  /** The entries that are done with. */
  readonly entries: readonly EntryMark[];
}

export function markOf({ name, capturedAtNs }: EntryMark): string {
  return `${name}@${capturedAtNs}`;
}

export function outgoing(events: readonly CloudEvent[]): OutgoingEvent[] {
  return events.map((event) => ({ id: event.id, json: JSON.stringify(event) }));
}
