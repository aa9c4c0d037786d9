import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, send, withQuery } from './http.ts';
import { type AnsweredMemory, asItIsNow, type Memory, pathOf } from './memory.ts';
import { memoryKey } from './memory-key.ts';

/** What somebody decides about one memory. It becomes an event of the log, and comes back folded. */
export type Decision =
  | {
      readonly action: 'approve' | 'reject' | 'retire' | 'restore' | 'pin' | 'unpin';
      readonly reason?: string;
      /** The last event that it stood on as it was shown: what came later was not seen. */
      readonly seen?: number;
    }
  | { readonly action: 'edit'; readonly statement: string; readonly reason?: string }
  | { readonly action: 'merge'; readonly into: string; readonly reason?: string }
  | { readonly action: 'move'; readonly scope: string; readonly reason?: string };

/** After the event is in the log the fold takes a moment; the stream tells of it, and this is for where it cannot. */
const foldedAfterMs = [300, 1_500, 5_000];

/** Sends decisions in their order, several about one memory where that takes more than one. */
export function useDecide() {
  const again = useReadAgain();
  return useMutation({
    mutationFn: async (decided: readonly { readonly memory: string; readonly decision: Decision }[]) => {
      for (const { memory, decision } of decided) await send('POST', `${pathOf(memory)}/decisions`, decision);
    },
    onSettled: again,
  });
}

/** What some sessions or people brought in no longer counts, or, `undone`, counts again. */
export interface Revocation {
  readonly sessions: readonly string[];
  readonly actors: readonly string[];
  readonly reason: string;
  readonly undone?: boolean;
}

export function useRevoke() {
  const again = useReadAgain();
  return useMutation({
    mutationFn: async (revocation: Revocation) => {
      await send('POST', '/v1/memory/revocations', revocation);
    },
    onSettled: again,
  });
}

/** Once that something was revoked, or let count again. */
export interface RevocationMade {
  readonly position: number;
  readonly time: string;
  readonly sessions: readonly string[];
  readonly actors: readonly string[];
  readonly by: string;
  readonly reason: string;
  readonly undone: boolean;
}

/** What does not count now, and what was said about that, the newest first. */
export interface Revocations {
  readonly sessions: readonly string[];
  readonly actors: readonly string[];
  readonly history: readonly RevocationMade[];
}

export function useRevocations() {
  return useQuery({
    queryKey: [memoryKey, 'revocations'],
    queryFn: ({ signal }) => getJson<Revocations>('/v1/memory/revocations', signal),
  });
}

/** What a revocation would change. */
export interface Affected {
  readonly memories: readonly {
    readonly before: Memory;
    /** Null where nothing would be left to remember. */
    readonly after: Pick<Memory, 'status' | 'reason' | 'support'> | null;
    readonly becomes: 'gone' | 'retired' | 'demoted' | 'weaker' | 'same';
  }[];
  /** How many there are in all; not all may be listed. */
  readonly total: number;
  /** Sessions that were told of any of them. */
  readonly shownTo: readonly string[];
}

interface AnsweredAffected extends Omit<Affected, 'memories'> {
  readonly memories: readonly {
    readonly before: AnsweredMemory;
    readonly after: AnsweredMemory | null;
    readonly becomes: Affected['memories'][number]['becomes'];
  }[];
}

export function useAffected(of: { readonly session?: string | undefined; readonly actor?: string | undefined }) {
  return useQuery({
    queryKey: [memoryKey, 'affected', of],
    queryFn: async ({ signal }): Promise<Affected> => {
      const { memories, ...others } = await getJson<AnsweredAffected>(withQuery('/v1/memory/affected', of), signal);
      const now = memories.map(({ before, after, ...one }) => ({
        ...one,
        before: asItIsNow(before),
        after: after && asItIsNow(after),
      }));
      return { ...others, memories: now };
    },
    enabled: of.session !== undefined || of.actor !== undefined,
  });
}

function useReadAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    for (const afterMs of foldedAfterMs) {
      setTimeout(() => void queries.invalidateQueries({ queryKey: [memoryKey] }), afterMs);
    }
  };
}
