import { useQuery } from '@tanstack/react-query';
import { getJson, withQuery } from './http.ts';

/** One side of a comparison, as the api answers it (`Side` of libs/compare). */
export interface Side {
  readonly session: string;
  readonly title: string | null;
  readonly harness: string | null;
  readonly model: string | null;
  readonly actor: string | null;
  readonly project: string | null;
  readonly position: number;
  readonly asOf: string;
  readonly state: string;
  readonly events: number;
  readonly turns: number;
  readonly calls: number;
  readonly failures: number;
  readonly agents: number;
  readonly filesRead: number;
  readonly filesWritten: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  readonly tokens: Readonly<Record<'input' | 'output' | 'cacheRead' | 'cacheWrite' | 'reasoning', number | null>>;
  readonly costUsd: number | null;
  readonly durationMs: number;
  readonly workingMs: number;
  readonly goal: string | null;
  readonly outcome: string | null;
  readonly closing: string | null;
  readonly failing: readonly string[];
}

export interface ToolUse {
  readonly calls: number;
  readonly failures: number;
  readonly durationMs: number;
}

export interface SideOfFile {
  readonly path: string;
  readonly how: string;
  readonly changes: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  readonly hash: string | null;
  readonly position: number;
}

export interface ComparedFile {
  readonly path: string;
  readonly change: 'same' | 'differs' | 'only-left' | 'only-right' | 'unknown';
  readonly left: SideOfFile | null;
  readonly right: SideOfFile | null;
}

/** Two states side by side. */
export interface Comparison {
  readonly left: Side;
  readonly right: Side;
  readonly plan: readonly { readonly text: string; readonly left: string | null; readonly right: string | null }[];
  readonly calls: readonly { readonly tool: string; readonly left: ToolUse; readonly right: ToolUse }[];
  readonly files: readonly ComparedFile[];
}

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
