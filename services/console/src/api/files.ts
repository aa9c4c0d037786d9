import type { FileRow } from '@hookline/projections';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ApiFailure, getJson, getText, withQuery } from './http.ts';
import { pathOf } from './sessions.ts';
import type { SessionBrief } from './shapes-of-lists.ts';

/** One path of a project, through all sessions. */
export interface FileOfProject {
  readonly project: string;
  readonly path: string;
  readonly sessions: number;
  readonly reads: number;
  readonly writes: number;
  readonly lastAt: string;
  readonly lastSession: SessionBrief | null;
}

interface FilesPage {
  readonly files: readonly FileOfProject[];
  readonly next: string | null;
}

/** One access to a file, with the session it belongs to. */
export type Access = Omit<FileRow, 'session' | 'orderKey'> & { readonly session: SessionBrief };

interface HistoryPage {
  readonly accesses: readonly Access[];
  readonly next: string | null;
}

/** Files that sessions touched, the one that was touched last first. */
export function useFiles(wanted: { readonly project?: string | undefined; readonly q?: string | undefined }) {
  return useInfiniteQuery({
    queryKey: ['files', wanted],
    queryFn: ({ pageParam, signal }) =>
      getJson<FilesPage>(withQuery('/v1/files', { ...wanted, limit: 100, cursor: pageParam }), signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    refetchInterval: 20_000,
  });
}

/** Who read and wrote one path, newest first. */
export function useFileHistory(wanted: { readonly project: string; readonly path: string }) {
  return useInfiniteQuery({
    queryKey: ['file-history', wanted],
    queryFn: ({ pageParam, signal }) =>
      getJson<HistoryPage>(withQuery('/v1/files/history', { ...wanted, limit: 200, cursor: pageParam }), signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 20_000,
  });
}

/** What a file held at a moment of a session: its text, or why nobody knows it. */
export type ContentThen = { readonly text: string } | { readonly unknown: string; readonly hint: string | undefined };

/** Without a path nothing is asked; without a position the newest moment is meant. */
export function useContentThen(session: string, path: string | undefined, at: number | undefined) {
  return useQuery({
    queryKey: ['content', session, path, at],
    queryFn: async ({ signal }): Promise<ContentThen> => {
      try {
        const moment = at === undefined ? {} : { at, by: 'session' };
        const query = withQuery(`${pathOf(session)}/workspace/content`, { path, ...moment });
        return { text: await getText(query, signal) };
      } catch (error) {
        if (error instanceof ApiFailure && (error.status === 409 || error.status === 404)) {
          return { unknown: error.message.replace(`${path}: `, ''), hint: error.hint };
        }
        throw error;
      }
    },
    enabled: path !== undefined,
    staleTime: at === undefined ? 10_000 : Number.POSITIVE_INFINITY,
  });
}
