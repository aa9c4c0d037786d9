import { useQuery } from '@tanstack/react-query';
import { getJson, withQuery } from './http.ts';
import type { Scope, SessionBrief } from './shapes-of-lists.ts';

/** A command, or an error, with how often and where it failed. */
export interface Failing {
  readonly key: string;
  readonly label: string;
  readonly failures: number;
  /** How often it ran, whatever became of it. */
  readonly runs: number;
  readonly sessions: number;
  readonly actors: readonly { readonly actor: string | null; readonly failures: number }[];
  readonly lastAt: string;
  readonly errorSignature: string | null;
  readonly examples: readonly {
    readonly session: SessionBrief;
    readonly call: string;
    readonly position: number;
    readonly at: string;
    readonly error: string | null;
  }[];
}

/** What failed most, by command or by error. */
export function useFailures(
  wanted: Omit<Scope, 'model'> & { readonly since?: string | undefined; readonly by: 'command' | 'error' },
) {
  return useQuery({
    queryKey: ['failures', wanted],
    queryFn: ({ signal }) =>
      getJson<{ readonly failures: readonly Failing[] }>(withQuery('/v1/failures', { ...wanted, limit: 50 }), signal),
    placeholderData: (before) => before,
    refetchInterval: 30_000,
  });
}
