import { useMutation } from '@tanstack/react-query';
import type { Match } from './firings.ts';
import { send } from './http.ts';

/** A firing that would have been. */
interface WouldFire {
  readonly firing: string;
  readonly key: string;
  /** The events it would have been made of. */
  readonly inputs: readonly Match[];
  readonly position: number;
  readonly time: string;
  readonly session: string | null;
  /** What each action would have done, a line each. */
  readonly would: readonly string[];
  readonly costUsd: number | null;
}

/** What a rule would have done over history. Nothing was done. */
export interface DryRun {
  readonly rule: string;
  readonly firings: readonly WouldFire[];
  /** How often it would have fired in all; not all may be listed. */
  readonly found: number;
  readonly held: readonly { readonly by: string; readonly reason: string; readonly count: number }[];
  /** Why it would have been paused. */
  readonly pauses: readonly string[];
  readonly problems: readonly string[];
  readonly events: number;
  /** Null where no cost of such work is known. */
  readonly costUsd: number | null;
  readonly tookMs: number;
}

/** What is run dry, over what happened since a time (`7d`, or RFC 3339). */
interface Asked {
  readonly name: string;
  readonly text: string;
  readonly since: string;
  /** Takes imported history as if it had been heard of when it happened; otherwise it never acts, as live. */
  readonly asIfLive: boolean;
}

export function useDryRun() {
  return useMutation({
    mutationFn: async ({ name, text, since, asIfLive }: Asked) => {
      const response = await send('POST', '/v1/rules/test', {
        rules: [{ name, text }],
        since,
        tests: false,
        asIfLive,
      });
      const { results } = (await response.json()) as { readonly results: readonly DryRun[] };
      return results[0]!;
    },
  });
}
