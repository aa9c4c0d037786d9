import type {
  CostDimension,
  CostSums,
  OutcomeDimension,
  OutcomeGroup,
  OutcomeSums,
  Pull as PullOfSessions,
  SessionBrief,
} from '@hookline/projections';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getJson, withQuery } from './http.ts';
import type { Scope } from './shapes-of-lists.ts';

export type { CostSums, OutcomeGroup, OutcomeSums } from '@hookline/projections';
export type CostsBy = CostDimension;
export type OutcomesBy = OutcomeDimension;

export interface CostGroup extends CostSums {
  readonly key: string | null;
  readonly then?: string | null;
}

export interface Costs {
  readonly by: CostsBy;
  readonly then: CostsBy | null;
  readonly groups: readonly CostGroup[];
  readonly total: CostSums;
  readonly prices: { readonly version: string };
}

export interface Outcomes {
  readonly by: OutcomesBy;
  readonly groups: readonly OutcomeGroup[];
  readonly total: OutcomeSums;
}

export type Pull = Omit<PullOfSessions, 'sessions'> & { readonly sessions: readonly SessionBrief[] };

interface PullsPage {
  readonly pulls: readonly Pull[];
  readonly next: string | null;
}

/** What a model costs from a day on, in US dollars per million tokens; null for what is not priced. */
export interface Price {
  readonly model: string;
  readonly from: string;
  readonly until: string | null;
  /** Only for calls whose whole input is more than this many tokens, and at most as many as `tokensUpTo`. */
  readonly tokensAbove: number;
  readonly tokensUpTo: number | null;
  /** Written by who runs this bus. */
  readonly owner: boolean;
  readonly inputPerMillion: number | null;
  readonly outputPerMillion: number | null;
  readonly cacheReadPerMillion: number | null;
  readonly cacheWritePerMillion: number | null;
  readonly source: string;
}

export interface Prices {
  readonly version: string;
  readonly note: string;
  readonly prices: readonly Price[];
}

type Ranged = Scope & { readonly since?: string | undefined };

/** Sums over many sessions are asked for now and then: with every event would be too often. */
const everyMs = 20_000;

/** With `split`, every group is told once per value of that, in `then`. */
export function useCosts(wanted: Ranged & { readonly by: CostsBy; readonly split?: CostsBy | undefined }) {
  const { split, ...query } = wanted;
  return useQuery({
    queryKey: ['costs', wanted],
    // biome-ignore lint/suspicious/noThenProperty: a word of the api; it is a text, which nobody awaits
    queryFn: ({ signal }) => getJson<Costs>(withQuery('/v1/costs', { ...query, then: split }), signal),
    placeholderData: (before) => before,
    refetchInterval: everyMs,
  });
}

export function useOutcomes(wanted: {
  readonly by: OutcomesBy;
  readonly since?: string | undefined;
  readonly project?: string | undefined;
}) {
  return useQuery({
    queryKey: ['outcomes', wanted],
    queryFn: ({ signal }) => getJson<Outcomes>(withQuery('/v1/outcomes', { ...wanted }), signal),
    placeholderData: (before) => before,
    refetchInterval: everyMs,
  });
}

export function usePulls(wanted: {
  readonly state?: string | undefined;
  readonly project?: string | undefined;
  readonly since?: string | undefined;
}) {
  return useInfiniteQuery({
    queryKey: ['pulls', wanted],
    queryFn: ({ pageParam, signal }) =>
      getJson<PullsPage>(withQuery('/v1/pulls', { ...wanted, limit: 50, cursor: pageParam }), signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
}

export function usePrices() {
  return useQuery({ queryKey: ['prices'], queryFn: ({ signal }) => getJson<Prices>('/v1/prices', signal) });
}
