import type { FileVersion } from '@hookline/workspace';
import { useQuery } from '@tanstack/react-query';
import { ApiFailure, getJson, getText, withQuery } from './http.ts';
import { pathOf } from './sessions.ts';
import type { Hunk } from './shapes.ts';

export type { FileVersion, Why } from '@hookline/workspace';

export interface FileVersions {
  readonly path: string;
  readonly versions: readonly FileVersion[];
}

interface FileDifference {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed' | 'same' | 'unknown';
  readonly patch: readonly Hunk[] | null;
  readonly added: number | null;
  readonly removed: number | null;
}

/** Every version of every path; null on a bus that does not keep them. */
export function useVersions(session: string, last: number) {
  return useQuery({
    queryKey: ['workspace', session, last],
    queryFn: async ({ signal }): Promise<readonly FileVersions[] | null> => {
      try {
        const path = `${pathOf(session)}/workspace/versions`;
        return (await getJson<{ readonly paths: readonly FileVersions[] }>(path, signal)).paths;
      } catch (error) {
        if (error instanceof ApiFailure && error.status === 404) return null;
        throw error;
      }
    },
    placeholderData: (before, query) => (query?.queryKey[1] === session ? before : undefined),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The text that a file held, by the hash of it. */
export function useContent(session: string, hash: string | null) {
  return useQuery({
    queryKey: ['workspace-content', session, hash],
    queryFn: ({ signal }) => getText(withQuery(`${pathOf(session)}/workspace/content`, { hash }), signal),
    enabled: hash !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** How one file differs between two moments, told by positions of events; 0 is before everything. */
export function useDifference(session: string, path: string, from: number, to: number) {
  return useQuery({
    queryKey: ['workspace-diff', session, path, from, to],
    queryFn: async ({ signal }): Promise<FileDifference | null> => {
      const asked = withQuery(`${pathOf(session)}/workspace/diff`, { from, to, by: 'session', path });
      const { files } = await getJson<{ readonly files: readonly FileDifference[] }>(asked, signal);
      return files.find((file) => file.path === path) ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
