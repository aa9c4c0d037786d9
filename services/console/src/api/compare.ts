import type { Comparison } from '@hookline/compare';
import { useQuery } from '@tanstack/react-query';
import { getJson, withQuery } from './http.ts';

export type { ComparedFile, Comparison, Side, SideOfFile, ToolUse } from '@hookline/compare';

/** What is compared: sessions, each at the position of an event, or as it is now. */
export interface Compared {
  readonly left?: string | undefined;
  readonly leftAt?: number | undefined;
  readonly right?: string | undefined;
  readonly rightAt?: number | undefined;
}

export function useComparison(of: Compared) {
  const { left, right } = of;
  return useQuery({
    queryKey: ['compare', of],
    queryFn: ({ signal }) => getJson<Comparison>(withQuery('/v1/compare', { ...of, by: 'session' }), signal),
    enabled: left !== undefined && right !== undefined,
    placeholderData: (before) => before,
    refetchInterval: 10_000,
  });
}
