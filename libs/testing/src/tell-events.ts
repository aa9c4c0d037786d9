import { type CloudEvent, type DataOf, eventId, type Kind, newEvent, sequenceAt } from '@hookline/schemas';

/** Attributes that a test cares about; the rest is the same for every event. */
export interface Attributes {
  readonly id?: string;
  readonly session?: string;
  readonly turn?: string;
  readonly agent?: string;
  readonly parentagent?: string;
  readonly sequence?: string | undefined;
  readonly project?: string;
  readonly actor?: string;
  readonly harness?: string;
  /** Milliseconds after noon; where not given, a second after the event made before. */
  readonly atMs?: number;
}

/** Makes an event that was told next. */
export type TellEvent = <K extends Kind>(kind: K, data: DataOf<K>, attributes?: Attributes) => CloudEvent;

/** Noon of 22 November 2026, from which the events of tests count. */
export const noonMs = Date.UTC(2026, 10, 22, 12);

/** Tells events of a session, each a second after the one before, all with these attributes where one has no own. */
export function teller(always: Attributes & { readonly harness: string; readonly session: string }): TellEvent {
  let count = 0;
  return <K extends Kind>(kind: K, data: DataOf<K>, { atMs, ...attributes }: Attributes = {}): CloudEvent => {
    count += 1;
    const timeMs = noonMs + (atMs ?? count * 1_000);
    return newEvent({
      kind,
      id: eventId('test', count),
      source: `urn:hookline:laptop:${always.harness}`,
      time: new Date(timeMs).toISOString(),
      sequence: sequenceAt(timeMs, count),
      project: 'github.com/acme/shop',
      origin: 'hook',
      ...always,
      ...attributes,
      data,
    } as Parameters<typeof newEvent<K>>[0]);
  };
}
