import { useQuery } from '@tanstack/react-query';
import { getJson, withQuery } from './http.ts';
import { steeringKey } from './orchestration-keys.ts';

/** A message for a running session, and what became of it. */
export interface SteerMessage {
  readonly message: string;
  readonly session: string;
  readonly text: string;
  readonly by: string;
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly state: 'waiting' | 'delivered' | 'expired' | 'refused';
  readonly endedAt: string | null;
  readonly surface: string | null;
  readonly reason: string | null;
  readonly position: number | null;
  readonly cause: { readonly firing: string; readonly rule: string } | null;
}

export function useMessages(session: string) {
  return useQuery({
    queryKey: [steeringKey, 'messages', session],
    queryFn: ({ signal }) =>
      getJson<{ readonly messages: readonly SteerMessage[] }>(withQuery('/v1/steering', { session }), signal),
    select: ({ messages }) => messages,
  });
}

/** What a policy said of a call before it ran; in shadow it is what it would have said. */
export interface GuardDecision {
  readonly position: number;
  readonly time: string;
  readonly policy: string;
  readonly version: string;
  readonly call?: string;
  readonly tool: string;
  readonly decision: 'allow' | 'deny' | 'ask' | 'none';
  readonly mode: 'enforce' | 'shadow';
  readonly reason?: string;
  readonly failed?: 'open' | 'closed';
}

const decisionsMax = 200;

export function useGuardDecisions(session: string) {
  return useQuery({
    queryKey: [steeringKey, 'guard', session],
    queryFn: async ({ signal }): Promise<readonly GuardDecision[]> => {
      const { events } = await getJson<{
        readonly events: readonly {
          readonly position: number;
          readonly event: { readonly time: string; readonly data: Omit<GuardDecision, 'position' | 'time'> };
        }[];
      }>(withQuery('/v1/events', { session, kind: 'guard.decided', limit: decisionsMax }), signal);
      return events.map(({ position, event }) => ({ position, time: event.time, ...event.data }));
    },
  });
}
