import type { Memory as FoldedMemory, MemoryStatus } from '@hookline/memory';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ApiFailure, getJson, withQuery } from './http.ts';
import { memoryKey } from './memory-key.ts';
import type { Text } from './shapes.ts';

export type { Json, MemoryKind } from '@hookline/memory';

/** A memory as it is now. */
export interface Memory extends Omit<FoldedMemory, 'keywords'> {
  /** `mem_` and eight characters, as agents are shown it. */
  readonly shortId: string;
  /** Why it has its status, in one sentence. */
  readonly explanation: string;
  readonly thresholds?: string;
}

/** As the api answers it: `status` is as it was folded, and time alone may have retired it since. */
export type AnsweredMemory = Memory & { readonly statusNow: MemoryStatus };

/** The memory with the status it has now. */
export function asItIsNow(memory: AnsweredMemory): Memory {
  return memory.statusNow === memory.status ? memory : { ...memory, status: memory.statusNow, reason: 'expired' };
}

/** What narrows a list of memories; nothing means all that may be read. */
export interface MemoryFilter {
  readonly project?: string | undefined;
  readonly scope?: string | undefined;
  readonly kind?: string | undefined;
  readonly status?: string | undefined;
  /** Reasons of the status, parted by commas. */
  readonly reason?: string | undefined;
  readonly q?: string | undefined;
  /** As of this position of the log. */
  readonly at?: number | undefined;
}

interface MemoriesPage {
  readonly memories: readonly AnsweredMemory[];
  readonly next: string | null;
  /** Of everything that fits but for status and reason. */
  readonly counts?: Counts;
}

/** How many there are; `waiting`: of those proposed, the ones that wait for a person. */
export type Counts = Readonly<Record<MemoryStatus | 'waiting', number>>;

/** What one event says for, or against, a memory. */
export interface Evidence {
  readonly position: number;
  readonly session: string;
  readonly title: string | null;
  readonly actor: string | null;
  /** Null where the event is no longer kept. */
  readonly time: string | null;
  readonly role: 'origin' | 'support' | 'contradict' | 'curation';
  readonly summary: string;
  /** True where it was revoked: it does not count. */
  readonly revoked: boolean;
}

/** What somebody decided about a memory. */
export interface DecisionMade {
  readonly position: number;
  readonly time: string;
  readonly type: string;
  readonly by?: string;
  readonly action?: string;
  readonly reason?: string;
  readonly statement?: string;
  readonly into?: string;
  readonly scope?: string;
  readonly verdict?: 'helpful' | 'harmful';
  readonly note?: string;
}

/** Once that a memory was put before an agent, or would have been. */
export interface Shown {
  readonly position: number;
  readonly session: string;
  readonly title: string | null;
  readonly time: string;
  readonly surface: string;
  /** Of everything that was told there. */
  readonly tokens: number;
  readonly heldOut: boolean;
  /** What called for it: a path, a command, an error. */
  readonly about: string | null;
  readonly outcome: 'helpful' | 'harmful' | 'ignored';
}

interface Why {
  /** What people decided is among it, see `decisions` for more of that. */
  readonly evidence: readonly Evidence[];
  readonly decisions: readonly DecisionMade[];
  readonly shown: readonly Shown[];
  /** Sessions of projects this reader may not know of. */
  readonly hiddenSessions: number;
}

/** Another memory that cannot be followed together with one. */
interface Conflict {
  readonly memory: Memory;
  readonly why: 'same-subject' | 'opposed';
}

const everyMs = 30_000;
const evidenceMax = 200;

/** Memories, the one that was seen last first. */
export function useMemories(filter: MemoryFilter, enabled = true) {
  return useInfiniteQuery({
    queryKey: [memoryKey, 'list', filter],
    queryFn: async ({ pageParam, signal }) => {
      const path = withQuery('/v1/memory', { ...filter, limit: 50, cursor: pageParam });
      const { memories, ...page } = await getJson<MemoriesPage>(path, signal);
      return { ...page, memories: memories.map(asItIsNow) };
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    refetchInterval: filter.at === undefined ? everyMs : false,
    enabled,
  });
}

/** One memory, now or as of a position of the log; null where there was none yet. */
export function useMemory(id: string, at?: number, enabled = true) {
  return useQuery({
    queryKey: [memoryKey, 'one', id, at],
    queryFn: async ({ signal }) => {
      try {
        return asItIsNow(await getJson<AnsweredMemory>(withQuery(pathOf(id), { at }), signal));
      } catch (error) {
        if (at !== undefined && error instanceof ApiFailure && error.status === 404) return null;
        throw error;
      }
    },
    placeholderData: (before, query) => (query?.queryKey[2] === id ? before : undefined),
    refetchInterval: at === undefined ? everyMs : false,
    enabled,
  });
}

/** What a memory was made of, what was decided about it, and where it was shown. */
export function useWhy(id: string) {
  return useQuery({
    queryKey: [memoryKey, 'why', id],
    queryFn: ({ signal }) => getJson<Why>(withQuery(`${pathOf(id)}/why`, { limit: evidenceMax }), signal),
    select: (why) => ({ ...why, evidence: why.evidence.filter(({ role }) => role !== 'curation') }),
  });
}

/** What says nearly the same. */
export function useSimilar(id: string) {
  return useQuery({
    queryKey: [memoryKey, 'similar', id],
    queryFn: async ({ signal }) => {
      const { similar } = await getJson<{
        readonly similar: readonly { readonly memory: AnsweredMemory; readonly likeness: number }[];
      }>(`${pathOf(id)}/similar`, signal);
      return similar.map(({ memory, likeness }) => ({ memory: asItIsNow(memory), likeness }));
    },
  });
}

/** What cannot be followed together with a memory. */
export function useConflicts({ id, project }: Pick<Memory, 'id' | 'project'>) {
  return useQuery({
    queryKey: [memoryKey, 'conflicts', project],
    queryFn: ({ signal }) =>
      getJson<{
        readonly conflicts: readonly {
          readonly why: Conflict['why'];
          readonly memories: readonly AnsweredMemory[];
        }[];
      }>(withQuery('/v1/memory/conflicts', { project }), signal),
    select: ({ conflicts }): Conflict[] =>
      conflicts
        .filter(({ memories }) => memories.some((one) => one.id === id))
        .flatMap(({ why, memories }) =>
          memories.filter((one) => one.id !== id).map((memory) => ({ memory: asItIsNow(memory), why })),
        ),
  });
}

/** Everything that was told at one position of the log, as its event has it. */
export function useInjection(position: number) {
  return useQuery({
    queryKey: ['injection', position],
    queryFn: async ({ signal }) => {
      const { event } = await getJson<{ readonly event: { readonly data: Injection } }>(
        `/v1/events/${position}`,
        signal,
      );
      return event.data;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

interface Injection {
  readonly memories: readonly string[];
  readonly text?: Text;
  readonly dropped?: readonly { readonly memory: string; readonly reason: string }[];
}

/** Which projects are a team's. */
export function useTeams() {
  return useQuery({
    queryKey: [memoryKey, 'teams'],
    queryFn: ({ signal }) =>
      getJson<{ readonly teams: readonly { readonly team: string; readonly projects: readonly string[] }[] }>(
        '/v1/memory/teams',
        signal,
      ),
  });
}

export function pathOf(id: string): string {
  return `/v1/memory/${encodeURIComponent(id)}`;
}
