import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getJson, withQuery } from './http.ts';
import { useLive } from './live-context.tsx';
import type { Me, Session, SessionsPage } from './shapes.ts';
import type { Scope } from './shapes-of-lists.ts';

const catchUpMs = 300;
const pageSize = 100;

export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: ({ signal }) => getJson<Me>('/v1/me', signal) });
}

/** Sessions, the one with the newest event first, as many pages as were asked for. */
export function useSessions(filter: Omit<Scope, 'model'> & { readonly state?: string | undefined } = {}) {
  const live = useLive();
  return useInfiniteQuery({
    queryKey: ['sessions', filter],
    queryFn: ({ pageParam, signal }) =>
      getJson<SessionsPage>(withQuery('/v1/sessions', { ...filter, limit: pageSize, cursor: pageParam }), signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => {
      const sessions = state.data?.pages.flatMap((page) => page.sessions) ?? [];
      return sessions.some(({ session, lastPosition }) => live.isBehind(session, lastPosition)) ? catchUpMs : false;
    },
  });
}

/** One session, by our id. */
export function useSession(id: string, enabled = true) {
  const live = useLive();
  return useQuery({
    queryKey: ['session', id, 'summary'],
    queryFn: ({ signal }) => getJson<Session>(pathOf(id), signal),
    enabled,
    refetchInterval: ({ state }) => (state.data && live.isBehind(id, state.data.lastPosition) ? catchUpMs : false),
  });
}

export function pathOf(session: string): string {
  return `/v1/sessions/${encodeURIComponent(session)}`;
}
