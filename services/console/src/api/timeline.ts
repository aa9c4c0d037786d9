import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { getJson, withQuery } from './http.ts';
import { useLive } from './live-context.tsx';
import { pathOf } from './sessions.ts';
import type { Entry, TimelinePage, UsageEntry } from './shapes.ts';

const pageSize = 500;
const pagesMax = 400;
const shownTypes = 'turn,agent,message,call,file,plan';

/** All that was read of a session's time line so far. */
export interface Timeline {
  readonly pages: readonly TimelinePage[];
  /** False while later pages are still on their way. */
  readonly complete: boolean;
}

/**
 * The whole time line of a session. The first page shows at once. Reading it again, because the session goes on, asks
 * only for the pages that can have changed. `lastPosition` is how far the session's summary has come.
 */
export function useTimeline(session: string, lastPosition: number | undefined) {
  const live = useLive();
  const queries = useQueryClient();
  const key = ['timeline', session];
  const timeline = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => {
      const lowest = live.takeLowestOrder(session, lastPosition ?? 0);
      return readOn(queries, key, session, lowest, signal);
    },
  });
  useReadAgain(lastPosition, timeline.refetch);
  return timeline;
}

/** Reads again when the session's summary has moved on: the stream alone is a moment ahead of the read models. */
function useReadAgain(lastPosition: number | undefined, refetch: () => Promise<unknown>): void {
  const readAt = useRef(lastPosition);
  useEffect(() => {
    const moved = readAt.current !== undefined && readAt.current !== lastPosition;
    readAt.current = lastPosition;
    if (moved) void refetch();
  }, [lastPosition, refetch]);
}

/** What the models of a session took, each answer once. */
export function useUsage(session: string, lastPosition: number | undefined) {
  const usage = useQuery({
    queryKey: ['usage', session],
    queryFn: async ({ signal }) => {
      const found: UsageEntry[] = [];
      for await (const page of readPages(session, 'usage', '', signal)) found.push(...(page.entries as UsageEntry[]));
      return found;
    },
  });
  useReadAgain(lastPosition, usage.refetch);
  return usage;
}

async function readOn(
  queries: QueryClient,
  key: readonly string[],
  session: string,
  lowest: string | undefined,
  signal: AbortSignal,
): Promise<Timeline> {
  const pages = settledPages(queries.getQueryData<Timeline>(key), lowest);
  const first = queries.getQueryData<Timeline>(key) === undefined;
  for await (const page of readPages(session, shownTypes, pages.at(-1)?.next ?? '', signal)) {
    pages.push(page);
    if (first) queries.setQueryData<Timeline>(key, { pages: [...pages], complete: page.next === null });
  }
  return { pages, complete: true };
}

async function* readPages(session: string, types: string, start: string, signal: AbortSignal) {
  let cursor: string | null = start;
  for (let count = 0; cursor !== null && count < pagesMax; count += 1) {
    const path: string = withQuery(`${pathOf(session)}/timeline`, { types, limit: pageSize, cursor });
    const page: TimelinePage = await getJson<TimelinePage>(path, signal);
    yield page;
    cursor = page.next;
  }
}

/** The leading pages that nothing can have changed: all before `lowest` and before the first thing that still runs. */
export function settledPages(timeline: Timeline | undefined, lowest: string | undefined): TimelinePage[] {
  const settled: TimelinePage[] = [];
  for (const page of timeline?.complete ? timeline.pages : []) {
    const last = page.entries.at(-1);
    const touched = last === undefined || (lowest !== undefined && lowest <= last.order);
    if (page.next === null || touched || page.entries.some(isOpen)) break;
    settled.push(page);
  }
  return settled;
}

function isOpen(entry: Entry): boolean {
  switch (entry.type) {
    case 'turn':
      return entry.endedAt === null;
    case 'call':
      return entry.endedAt === null || (entry.background !== null && entry.backgroundEndedAt === null);
    case 'agent':
      return entry.endedAt === null;
    default:
      return false;
  }
}
