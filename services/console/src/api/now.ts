import type { Doing, SharedFile } from '@hookline/projections';
import { useQuery } from '@tanstack/react-query';
import { getJson } from './http.ts';
import type { Session } from './shapes.ts';

export type { Doing, SharedFile } from '@hookline/projections';

interface NowAnswer {
  readonly asOf: string;
  readonly sessions: number;
  readonly doing: readonly Doing[];
  readonly shared: readonly SharedFile[];
}

/** What one session does, and the files in which it is not alone. */
export interface PresentOfSession {
  readonly doing: readonly Doing[];
  readonly shared: readonly SharedFile[];
}

/** What live sessions do at this moment, by session; read again whenever the stream speaks. */
export function useNow() {
  return useQuery({
    queryKey: ['sessions', 'now'],
    queryFn: ({ signal }) => getJson<NowAnswer>('/v1/now', signal),
    select: bySession,
  });
}

function bySession({ doing, shared }: NowAnswer): Map<string, PresentOfSession> {
  const present = new Map<string, { doing: Doing[]; shared: SharedFile[] }>();
  const of = (session: string) => {
    const found = present.get(session) ?? { doing: [], shared: [] };
    present.set(session, found);
    return found;
  };
  for (const one of doing) of(one.session).doing.push(one);
  for (const file of shared) for (const { session } of file.sessions) of(session).shared.push(file);
  return present;
}

/** The others in a shared file, with what is known of them. */
export function othersIn(file: SharedFile, session: string, sessions: readonly Session[]) {
  return file.sessions
    .filter((one) => one.session !== session)
    .map((one) => ({ ...one, known: sessions.find((known) => known.session === one.session) }));
}
