import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, send } from './http.ts';
import { rulesKey } from './orchestration-keys.ts';

/** Something wrong with a rule or a file that should be one. Lines and columns count from 1. */
export interface Fault {
  readonly path: string | null;
  readonly rule: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** Who told a rule, or all of them, to act no more. */
export interface Switched {
  readonly by: string;
  readonly reason: string | null;
  readonly since: string;
}

/** A rule as it stands. Costs are dollars, times RFC 3339. */
export interface Rule {
  readonly name: string;
  readonly description: string | null;
  readonly version: string;
  readonly source: string;
  readonly path: string | null;
  readonly commit: string | null;
  /** Only events after this position may make it act. */
  readonly gate: number;
  readonly publishedAt: string;
  readonly publishedBy: string | null;
  readonly state: 'in-force' | 'paused' | 'withdrawn';
  readonly paused: (Switched & { readonly automatic: boolean }) | null;
  readonly firingsToday: number;
  readonly costTodayUsd: number | null;
  readonly failuresInRow: number;
  readonly lastFiredAt: string | null;
  readonly limits: {
    readonly perDay: number | null;
    readonly costPerDayUsd: number | null;
    readonly failures: number | null;
    readonly cooldownMs: number | null;
    readonly throttle: { readonly runs: number; readonly perMs: number } | null;
    readonly depth: number | null;
  };
  readonly faults: readonly Fault[];
}

/** Every rule there is; `stopped` when none may act, `faults` of files that are no rule. */
export interface Rules {
  readonly rules: readonly Rule[];
  readonly stopped: Switched | null;
  readonly faults: readonly Fault[];
}

interface RuleTest {
  readonly name: string;
  readonly passed: boolean;
  readonly expected: string | number;
  readonly found: string | number;
  readonly message: string | null;
}

/** How often a clause of a rule held, and did not, in the tests of the rule. */
export interface CoveredClause {
  readonly clause: string;
  readonly line: number | null;
  readonly heldTrue: number;
  readonly heldFalse: number;
}

export interface RuleVersion {
  readonly version: string;
  readonly source: string;
  readonly path: string | null;
  readonly commit: string | null;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly withdrawnAt: string | null;
}

/** A rule with its text and what is known of that; versions the newest first. */
export interface WholeRule extends Rule {
  readonly on: readonly string[];
  /** Null where it may not be read. */
  readonly text: string | null;
  readonly tests: readonly RuleTest[];
  readonly coverage: { readonly clauses: readonly CoveredClause[] } | null;
  readonly versions: readonly RuleVersion[];
}

export function useRules() {
  return useQuery({
    queryKey: [rulesKey, 'all'],
    queryFn: ({ signal }) => getJson<Rules>('/v1/rules?withdrawn=true', signal),
  });
}

export function useRule(name: string) {
  return useQuery({
    queryKey: [rulesKey, 'one', name],
    queryFn: ({ signal }) => getJson<WholeRule>(pathOf(name), signal),
  });
}

/** What is written down where nobody said why. */
const noReason = 'by hand, in the console';

/** Stops every rule at once, or lets them act again. */
export function useStopSwitch() {
  const again = useReadAgain();
  return useMutation({
    mutationFn: async ({ stop, reason }: { readonly stop: boolean; readonly reason?: string }) => {
      await send('POST', `/v1/rules/${stop ? 'stop' : 'resume'}`, { reason: reason ?? noReason });
    },
    onSettled: again,
  });
}

/** Tells one rule to act no more, or lets it act again. */
export function usePause(name: string) {
  const again = useReadAgain();
  return useMutation({
    mutationFn: async ({ pause, reason }: { readonly pause: boolean; readonly reason?: string }) => {
      await send('POST', `${pathOf(name)}/${pause ? 'pause' : 'resume'}`, { reason: reason ?? noReason });
    },
    onSettled: again,
  });
}

function useReadAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [rulesKey] });
}

function pathOf(name: string): string {
  return `/v1/rules/${encodeURIComponent(name)}`;
}
