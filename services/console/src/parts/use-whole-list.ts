import { useEffect } from 'react';
import type { useSessions } from '../api/sessions.ts';

const pagesSearchedMax = 20;

/** While words are looked for, older pages are read until all are there or the most that one search reads. */
export function useWholeList(sessions: ReturnType<typeof useSessions>, searching: boolean): void {
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = sessions;
  const pages = data?.pages.length ?? 0;
  const goesOn = searching && hasNextPage && !isFetching && !isFetchNextPageError && pages < pagesSearchedMax;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
}
