import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getJson, withQuery } from './http.ts';
import type { Brief } from './outline-columns.ts';
import { pathOf } from './sessions.ts';
import type { Entry, FileEntry } from './shapes.ts';

/** An entry with all it was given and gave back; of a call with what it did to files. */
export interface WholeEntry {
  readonly entry: Entry;
  readonly files: readonly FileEntry[];
}

/** Reads one entry whole. `brief` tells which, and a change of it that there is something new to read. */
export function useEntry(session: string, { type, id, end }: Pick<Brief, 'type' | 'id' | 'end'>) {
  return useQuery({
    queryKey: ['entry', session, type, id, end],
    queryFn: ({ signal }) =>
      getJson<WholeEntry>(`${pathOf(session)}/entries/${type}/${encodeURIComponent(id)}`, signal),
    // The same entry a moment ago stands until the newer one is there; another entry does not.
    placeholderData: (before, query) => (query?.queryKey[3] === id ? keepPreviousData(before) : undefined),
    staleTime: end === -1 ? 2_000 : 60_000,
  });
}

/** What the session did to one file, in its order. */
export function useAccesses(session: string, path: string, until: number) {
  return useQuery({
    queryKey: ['accesses', session, path, until],
    queryFn: ({ signal }) =>
      getJson<{ readonly accesses: readonly FileEntry[] }>(withQuery(`${pathOf(session)}/accesses`, { path }), signal),
    placeholderData: (before, query) => (query?.queryKey[2] === path ? keepPreviousData(before) : undefined),
    staleTime: 60_000,
  });
}
