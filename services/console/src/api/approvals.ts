import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, getTimed, send, withQuery } from './http.ts';
import { approvalsKey, rulesKey } from './orchestration-keys.ts';

export type ApprovalState = 'waiting' | 'approved' | 'rejected' | 'expired';

/** A question to a person; what it asks about is the moment at `position` of `session`. */
export interface Approval {
  readonly id: string;
  readonly question: string;
  readonly state: ApprovalState;
  readonly by: string;
  readonly rule: string | null;
  readonly firing: string | null;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly session: string | null;
  readonly position: number | null;
  /** What is done when it is approved, a line each. */
  readonly actions: readonly string[];
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly via: string | null;
  readonly comment: string | null;
  readonly project: string | null;
}

interface ApprovalsPage {
  readonly approvals: readonly Approval[];
  readonly next: string | null;
  readonly waiting: number;
}

const pageSize = 50;

/** Questions that wait, the one that expires first at the top; else those that are over, the newest first. */
export function useApprovals(waiting: boolean) {
  return useInfiniteQuery({
    queryKey: [approvalsKey, 'list', waiting],
    queryFn: async ({ pageParam, signal }) => {
      const path = withQuery('/v1/approvals', {
        state: waiting ? 'waiting' : undefined,
        limit: pageSize,
        cursor: pageParam,
      });
      const answer = await getTimed<ApprovalsPage>(path, signal);
      return { ...answer, approvals: answer.approvals.filter(({ state }) => (state === 'waiting') === waiting) };
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

/** How many questions wait for a person. */
export function useApprovalsWaiting() {
  return useQuery({
    queryKey: [approvalsKey, 'waiting'],
    queryFn: ({ signal }) => getJson<ApprovalsPage>(withQuery('/v1/approvals', { state: 'waiting', limit: 1 }), signal),
    select: ({ waiting, approvals }) => ({ count: waiting, first: approvals[0] }),
  });
}

export interface ApprovalDecision {
  readonly decision: 'approved' | 'rejected';
  readonly comment?: string;
}

export function useDecideApproval() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, decision, comment }: ApprovalDecision & { readonly id: string }) => {
      await send('POST', `/v1/approvals/${encodeURIComponent(id)}/decision`, {
        decision,
        ...(comment !== undefined && { comment }),
      });
    },
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: [approvalsKey] });
      await queries.invalidateQueries({ queryKey: [rulesKey] });
    },
  });
}
