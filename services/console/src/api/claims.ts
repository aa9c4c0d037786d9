import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, getTimed, send, withQuery } from './http.ts';
import { claimsKey } from './orchestration-keys.ts';

/** An exclusive hold on a path, a glob or a task. */
export interface Claim {
  readonly id: string;
  readonly kind: 'path' | 'glob' | 'task';
  readonly resource: string;
  readonly project: string | null;
  readonly holder: string;
  readonly session: string | null;
  readonly fence: number;
  readonly takenAt: string;
  readonly expiresAt: string;
  readonly purpose: string | null;
}

/** One of two that want the same path: a session that wrote it, or who claimed it. */
export interface ConflictSide {
  readonly session?: string | null;
  readonly holder?: string | null;
  readonly position?: number | null;
  readonly time: string;
  readonly actor?: string | null;
  readonly branch?: string | null;
  readonly folder?: string | null;
  /** What it was asked to do when it wrote. */
  readonly intent?: string | null;
  readonly claim?: string | null;
}

export interface Conflict {
  readonly id: string;
  readonly path: string;
  readonly project: string | null;
  /** Both wrote it, or one wrote what the other claimed. */
  readonly why: 'both-wrote' | 'claimed';
  readonly open: boolean;
  readonly detectedAt: string;
  /** When one of the two wrote it last. */
  readonly lastAt: string;
  readonly closedAt: string | null;
  readonly closedWhy: string | null;
  readonly sameFolder: boolean;
  readonly sides: readonly ConflictSide[];
  /** The messages by which they were told. */
  readonly told: readonly { readonly session: string; readonly message: string; readonly state: string }[];
}

export function useClaims(of: { readonly project?: string | undefined; readonly session?: string | undefined }) {
  return useQuery({
    queryKey: [claimsKey, 'claims', of],
    queryFn: ({ signal }) => getTimed<{ readonly claims: readonly Claim[] }>(withQuery('/v1/claims', of), signal),
  });
}

export function useConflicts(of: {
  readonly project?: string | undefined;
  readonly session?: string | undefined;
  readonly open?: string | undefined;
}) {
  return useQuery({
    queryKey: [claimsKey, 'conflicts', of],
    queryFn: ({ signal }) =>
      getJson<{ readonly conflicts: readonly Conflict[] }>(withQuery('/v1/conflicts', of), signal),
    select: ({ conflicts }) => conflicts,
  });
}

/** Takes a claim from its holder. */
export function useRevokeClaim() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      await send('POST', `/v1/claims/${encodeURIComponent(id)}/revoke`, {});
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [claimsKey] }),
  });
}
