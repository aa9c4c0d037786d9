import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, getTimed, send, withQuery } from './http.ts';
import { workKey } from './orchestration-keys.ts';

export type WorkState = 'offered' | 'claimed' | 'waiting' | 'completed' | 'dead' | 'cancelled' | 'expired';

/** A unit of work as it stands. Where a value is not known, or does not apply, it is null or absent. */
export interface WorkItem {
  readonly id: string;
  readonly queue: string;
  readonly state: WorkState;
  readonly payload: unknown;
  readonly priority: number;
  readonly attempts: number;
  readonly attemptsMax: number;
  readonly worker?: string | null;
  readonly leaseUntil?: string | null;
  readonly offeredAt: string;
  readonly dueAt?: string | null;
  readonly expiresAt?: string | null;
  readonly endedAt?: string | null;
  readonly timeoutMs?: number | null;
  readonly result?: unknown;
  readonly error?: string | null;
  readonly firing?: string | null;
  readonly cause?: { readonly rule: string; readonly depth: number; readonly chain: readonly string[] } | null;
  readonly parent?: string | null;
  readonly join?: WorkJoin | null;
  readonly project?: string | null;
  /** The session it is about, and the one that works on it or did. */
  readonly session?: string | null;
  readonly doneIn?: string | null;
  readonly progress?: { readonly note?: string; readonly share?: number; readonly at: string } | null;
  readonly harness?: string | null;
  readonly costUsd?: number | null;
  /** Set where its holder was asked to stop. */
  readonly cancelling?: { readonly by: string; readonly reason: string } | null;
}

/** What a split item waits for. */
interface WorkJoin {
  readonly on: string;
  readonly until?: string;
}

/** Something that happened to an item, with what its event says of it. */
export interface WorkStep {
  readonly id: string;
  /** Null until the log has it. */
  readonly position: number | null;
  readonly time: string;
  readonly kind: string;
  readonly attempt?: number;
  readonly worker?: string;
  readonly by?: string;
  readonly reason?: string;
  readonly error?: string;
  readonly note?: string;
  readonly share?: number;
  readonly leaseUntil?: string;
  readonly session?: string;
  readonly doneIn?: string;
  readonly folder?: string;
  readonly harness?: string;
  readonly children?: readonly string[];
  readonly outcome?: string;
  readonly done?: number;
  readonly failed?: number;
  readonly report?: string;
  readonly costUsd?: number;
}

export interface WholeItem extends WorkItem {
  readonly history: readonly WorkStep[];
  readonly children: readonly WorkItem[];
}

export interface Queue {
  readonly queue: string;
  readonly offered: number;
  readonly claimed: number;
  readonly waiting: number;
  readonly dead: number;
  readonly oldestOfferedAt: string | null;
  readonly doneToday: number;
}

export interface WorkFilter {
  readonly queue?: string | undefined;
  readonly state?: string | undefined;
  readonly session?: string | undefined;
  readonly firing?: string | undefined;
}

const pageSize = 100;

export function useQueues() {
  return useQuery({
    queryKey: [workKey, 'queues'],
    queryFn: ({ signal }) => getJson<{ readonly queues: readonly Queue[] }>('/v1/work/queues', signal),
    select: ({ queues }) => queues,
  });
}

interface ItemsPage {
  readonly items: readonly WorkItem[];
  readonly next: string | null;
}

/** Items, the newest first. */
export function useWork(filter: WorkFilter, enabled = true) {
  return useInfiniteQuery({
    queryKey: [workKey, 'items', filter],
    queryFn: ({ pageParam, signal }) =>
      getTimed<ItemsPage>(withQuery('/v1/work', { ...filter, limit: pageSize, cursor: pageParam }), signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: (before, query) => (query?.queryKey[1] === 'items' ? before : undefined),
    enabled,
  });
}

export function useItem(id: string) {
  return useQuery({
    queryKey: [workKey, 'item', id],
    queryFn: ({ signal }) => getTimed<WholeItem>(pathOf(id), signal),
  });
}

/** What a person does about items. */
export type WorkAction = 'cancel' | 'redrive';

export function useWorkAction() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (of: {
      readonly items: readonly string[];
      readonly action: WorkAction;
      readonly reason?: string;
    }) => {
      const { items, action, reason } = of;
      for (const id of items) await send('POST', `${pathOf(id)}/${action}`, reason === undefined ? {} : { reason });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [workKey] }),
  });
}

/** Offers what an item asked for once more, as an item of its own. */
export function useOfferAgain() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (item: WorkItem) => {
      const { queue, payload, attemptsMax, priority, timeoutMs, project } = item;
      const response = await send('POST', `/v1/work/${encodeURIComponent(queue)}`, {
        payload,
        attempts: attemptsMax,
        priority,
        ...(timeoutMs && { timeoutMs }),
        ...(project && project !== '-' && { project }),
      });
      return (await response.json()) as WorkItem;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [workKey] }),
  });
}

/** Puts every dead item of a queue up again. */
export function useRedriveQueue() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (queue: string) => {
      const response = await send('POST', `/v1/work/${encodeURIComponent(queue)}/redrive`, {});
      return (await response.json()) as { readonly redriven: number };
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [workKey] }),
  });
}

function pathOf(id: string): string {
  return `/v1/work/items/${encodeURIComponent(id)}`;
}
