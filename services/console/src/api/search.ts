import type { Facets, Hit, SavedSearch } from '@hookline/search';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, send, withQuery } from './http.ts';
import type { Scope, SessionBrief } from './shapes-of-lists.ts';

export type { Facet, Hit } from '@hookline/search';

export interface Found {
  readonly session: SessionBrief;
  /** Null where no text was asked for. */
  readonly score: number | null;
  readonly hits: readonly Hit[];
}

interface SearchPage {
  readonly results: readonly Found[];
  readonly next: string | null;
}

const pageSize = 20;

/** Sessions with what was looked for in them, the best first. */
export function useFound(wanted: Scope & { readonly q?: string | undefined; readonly since?: string | undefined }) {
  return useInfiniteQuery({
    queryKey: ['search', wanted],
    queryFn: ({ pageParam, signal }) =>
      getJson<SearchPage>(withQuery('/v1/search', { ...wanted, limit: pageSize, cursor: pageParam }), signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    enabled: Object.values(wanted).some((value) => value !== undefined && value !== ''),
    placeholderData: (before) => before,
  });
}

export function useFacets(since?: string) {
  return useQuery({
    queryKey: ['facets', since],
    queryFn: ({ signal }) => getJson<Facets>(withQuery('/v1/facets', { since }), signal),
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
}

const savedKey = ['searches'];

export function useSavedSearches() {
  return useQuery({
    queryKey: savedKey,
    queryFn: ({ signal }) => getJson<{ readonly searches: readonly SavedSearch[] }>('/v1/searches', signal),
  });
}

/** Keeps a search under a name, or forgets it: `q` null. */
export function useSaveSearch() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, q }: { readonly name: string; readonly q: string | null }) => {
      const path = `/v1/searches/${encodeURIComponent(name)}`;
      await (q === null ? send('DELETE', path) : send('PUT', path, { q }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: savedKey }),
  });
}
