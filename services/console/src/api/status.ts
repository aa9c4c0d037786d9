import { useQuery } from '@tanstack/react-query';
import { getJson } from './http.ts';

/** How every part of the bus is, as far as the page tells it. */
export interface Status {
  readonly ok: boolean;
  readonly version: string;
  readonly startedAt: string;
  readonly services: readonly { readonly name: string; readonly ok: boolean; readonly detail?: string }[];
  readonly log: { readonly last: number } | null;
  readonly lag: Readonly<Record<string, number>>;
  readonly quarantine: readonly { readonly session?: string; readonly error?: string }[];
  readonly versions: Readonly<Record<string, string>>;
  readonly durability: { readonly setting: string; readonly canLose: string };
}

/** What was seen of some sessions by which source; `share` is what hooks delivered of it, from 0 to 1. */
export interface Seen {
  readonly sessions: number;
  readonly byHooks: number;
  readonly byRecord: number;
  readonly merged: number;
  readonly missing: number;
  readonly unmapped: number;
  readonly share: number | null;
}

export interface HarnessSeen extends Seen {
  readonly harness: string;
  readonly lastEventAt: string;
  readonly versions: readonly (Seen & {
    readonly version: string | null;
    readonly lastEventAt: string;
    readonly tried: boolean | null;
  })[];
}

export interface CompletenessReport {
  readonly harnesses: readonly HarnessSeen[];
  readonly warnings: readonly {
    readonly code: string;
    readonly harness: string;
    readonly version: string;
    readonly message: string;
    readonly advice: string;
  }[];
}

/** A machine with an edge, as it last spoke of itself. */
export interface Machine {
  readonly machine: string;
  readonly tokenId: string;
  readonly version: string;
  readonly backlog: number;
  readonly oldestAgeMs: number | null;
  readonly dropped: number;
  readonly reportedAt: string;
  readonly lastEventAt: string | null;
}

const everyMs = 10_000;

export function useStatus() {
  return useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => getJson<Status>('/v1/status', signal),
    refetchInterval: everyMs,
  });
}

/** How completely the sessions of the last thirty days were seen. */
export function useCompleteness() {
  return useQuery({
    queryKey: ['completeness'],
    queryFn: ({ signal }) => getJson<CompletenessReport>('/v1/completeness', signal),
    refetchInterval: 6 * everyMs,
  });
}

export function useMachines() {
  return useQuery({
    queryKey: ['machines'],
    queryFn: ({ signal }) => getJson<{ readonly machines: readonly Machine[] }>('/v1/machines', signal),
    refetchInterval: everyMs,
  });
}

/** One version of a read model: answered from, being built beside that one, or kept to go back to. */
export interface ReadModel {
  readonly name: string;
  readonly version: number;
  readonly generation: number;
  readonly state: string;
  readonly position: number;
  readonly lag: number;
  readonly quarantined: number;
}

export function useReadModels() {
  return useQuery({
    queryKey: ['projections'],
    queryFn: ({ signal }) => getJson<{ readonly projections: readonly ReadModel[] }>('/v1/projections', signal),
    refetchInterval: ({ state }) =>
      state.data?.projections.some((one) => one.state === 'building') ? everyMs / 5 : everyMs,
  });
}
