import { useQuery } from '@tanstack/react-query';
import { getJson, withQuery } from './http.ts';
import type { Shown } from './memory.ts';
import { memoryKey } from './memory-key.ts';

/** What was put before the agent of a session at once, or would have been where the session is held out. */
export interface Telling extends Pick<Shown, 'position' | 'time' | 'surface' | 'about' | 'heldOut' | 'tokens'> {
  readonly memories: readonly {
    readonly memory: string;
    /** Null where the memory is not there any more, as is what came of it. */
    readonly title: string | null;
    readonly outcome: Shown['outcome'] | null;
  }[];
}

/** What the agent of a session was told by memory, in order. */
export function useTold(session: string) {
  return useQuery({
    queryKey: [memoryKey, 'told', session],
    queryFn: ({ signal }) =>
      getJson<{ readonly told: readonly Telling[] }>(withQuery('/v1/memory/told', { session }), signal),
    select: ({ told }) => told,
  });
}
