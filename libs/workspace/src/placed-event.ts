import type { BusEvent } from '@hookline/schemas';

/** An event with its place in its session, as `arrange` of @hookline/projections gives it. */
export interface PlacedEvent {
  readonly event: BusEvent;
  readonly position: number;
  /** When it happened: ISO text in UTC. */
  readonly at: string;
  /** Where it stands in its session, as text that sorts; no two events share it. */
  readonly order: string;
}
