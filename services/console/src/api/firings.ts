import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getJson, withQuery } from './http.ts';
import { rulesKey } from './orchestration-keys.ts';

/** An event that a rule matched. */
export interface Match {
  readonly id: string;
  readonly position: number;
  readonly kind: string;
  readonly time: string;
  readonly session: string | null;
  readonly step: number;
}

/** What became of one action of a firing; `id` is that of the item, message, approval, delivery or claim. */
interface ActionTaken {
  readonly action: string;
  readonly does: string;
  readonly state: string | null;
  readonly id: string | null;
}

export interface Firing {
  readonly firing: string;
  readonly rule: string;
  readonly version: string;
  readonly key: string;
  readonly position: number;
  readonly time: string;
  readonly session: string | null;
  readonly project: string | null;
  readonly matches: readonly Match[];
  readonly cause: { readonly depth: number; readonly chain: readonly string[] } | null;
  readonly actions: readonly ActionTaken[];
}

/** A clause of a rule with what it was for an event; null where it asks for what the event lacks, which is false. */
export interface ClauseValue {
  readonly clause: string;
  readonly value: boolean | null;
  readonly line: number | null;
  /** What it asks for, by path. */
  readonly values: Readonly<Record<string, unknown>>;
}

export type LinkType =
  | 'prompt'
  | 'event'
  | 'firing'
  | 'work'
  | 'session'
  | 'verdict'
  | 'message'
  | 'approval'
  | 'webhook'
  | 'subject'
  | 'claim';

/** Something that happened, and by `of` what brought it about. `session` and `position` are its exact moment. */
export interface ChainLink {
  readonly id: string;
  readonly of: string | null;
  readonly type: LinkType;
  readonly title: string;
  readonly detail: string | null;
  readonly state: string | null;
  readonly time: string | null;
  readonly session: string | null;
  readonly position: number | null;
  readonly rule: string | null;
  /** Which firing, item, message, approval ... it is. */
  readonly ref: string | null;
}

/** A firing with what its rule saw, and everything from the person's prompt on that is tied to it. */
export interface WholeFiring extends Omit<Firing, 'matches'> {
  readonly matches: readonly (Match & { readonly values: readonly ClauseValue[] })[];
  readonly chain: readonly ChainLink[];
}

/** A match that did not become a firing. */
export interface Held {
  readonly number: number;
  readonly rule: string;
  readonly version: string;
  readonly key: string;
  readonly events: readonly string[];
  readonly position: number;
  readonly time: string;
  readonly session: string | null;
  readonly by: string;
  readonly reason: string;
}

/** How one rule stood to an event. */
export interface RuleLook {
  readonly rule: string;
  readonly version: string;
  readonly verdict: 'fired' | 'held' | 'matched' | 'no' | 'other-kind';
  readonly reason: string;
  readonly firing: string | null;
  readonly clauses: readonly ClauseValue[];
  readonly limits: readonly { readonly name: string; readonly text: string; readonly ok: boolean }[];
}

export interface Why {
  readonly event: {
    readonly id: string;
    readonly position: number;
    readonly kind: string;
    readonly time: string;
    readonly session: string | null;
  };
  readonly rules: readonly RuleLook[];
}

const pageSize = 50;

/** Firings, the newest first; of one rule or session where that is given. */
export function useFirings(of: { readonly rule?: string | undefined; readonly session?: string | undefined }) {
  return useInfiniteQuery({
    queryKey: [rulesKey, 'firings', of],
    queryFn: ({ pageParam, signal }) =>
      getJson<{ readonly firings: readonly Firing[]; readonly next: string | null }>(
        withQuery('/v1/rules/firings', { ...of, limit: pageSize, cursor: pageParam }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

export function useFiring(firing: string) {
  return useQuery({
    queryKey: [rulesKey, 'firing', firing],
    queryFn: ({ signal }) => getJson<WholeFiring>(`/v1/rules/firings/${encodeURIComponent(firing)}`, signal),
  });
}

/** What a rule matched and did not do, the newest first. */
export function useHeld(rule: string) {
  return useInfiniteQuery({
    queryKey: [rulesKey, 'held', rule],
    queryFn: ({ pageParam, signal }) =>
      getJson<{ readonly held: readonly Held[]; readonly next: string | null }>(
        withQuery('/v1/rules/held', { rule, limit: pageSize, cursor: pageParam }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

/** Which rules looked at the event at a position, and what each saw. */
export function useWhy(position: number) {
  return useQuery({
    queryKey: [rulesKey, 'why', position],
    queryFn: ({ signal }) => getJson<Why>(withQuery('/v1/rules/why', { position }), signal),
  });
}
