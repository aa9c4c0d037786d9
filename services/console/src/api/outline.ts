import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { getJson, withQuery } from './http.ts';
import { type Costs, joined, type Outline, type OutlineAnswer, read } from './outline-columns.ts';
import { pathOf } from './sessions.ts';

/**
 * The whole course of a session, without inputs and outputs. While the session goes on, only what came since is asked
 * for. `lastPosition` is how far the session's summary has come.
 */
export function useOutline(session: string, lastPosition: number | undefined, enabled = true) {
  const queries = useQueryClient();
  const key = ['outline', session];
  const outline = useQuery({
    queryKey: key,
    enabled,
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<Outline>(key);
      const path = withQuery(`${pathOf(session)}/outline`, { after: before?.last });
      const answer = await getJson<OutlineAnswer>(path, signal);
      return before === undefined || answer.whole ? read(answer) : joined(before, answer);
    },
    // It is read again when the summary has moved on, and as a whole when the reader comes back.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    structuralSharing: false,
  });
  const { refetch, data } = outline;
  const readFor = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (data === undefined || lastPosition === undefined || lastPosition <= data.last) return;
    if (readFor.current === lastPosition) return;
    readFor.current = lastPosition;
    void refetch();
  }, [lastPosition, data, refetch]);
  return outline;
}

/** What each answer of a model cost. Prices are looked up for it, so it comes a moment after the outline. */
export function useCosts(session: string, outline: Outline | undefined) {
  return useQuery({
    queryKey: ['outline-costs', session, outline?.last],
    queryFn: ({ signal }) => getJson<Costs>(`${pathOf(session)}/outline/costs`, signal),
    enabled: outline?.entries.some(({ type }) => type === 'usage') ?? false,
    placeholderData: (before, query) => (query?.queryKey[1] === session ? before : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}
