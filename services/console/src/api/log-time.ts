import { useQuery } from '@tanstack/react-query';
import { getJson, withQuery } from './http.ts';

/** When the first event from a position of the log on happened; null beyond the newest. */
export function useTimeAt(position: number | undefined) {
  return useQuery({
    queryKey: ['log-time', position],
    queryFn: async ({ signal }) => {
      const path = withQuery('/v1/events', { after: position! - 1, limit: 1 });
      const { events } = await getJson<{ readonly events: readonly { readonly event: { readonly time: string } }[] }>(
        path,
        signal,
      );
      return events[0]?.event.time ?? null;
    },
    enabled: position !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
}
