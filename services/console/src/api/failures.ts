import type { Failure, FailureExample } from '@hookline/search';
import { useQuery } from '@tanstack/react-query';
import { getJson, withQuery } from './http.ts';
import type { Scope, SessionBrief } from './shapes-of-lists.ts';

/** A command, or an error, with how often and where it failed. */
export type Failing = Omit<Failure, 'examples'> & {
  readonly examples: readonly (Omit<FailureExample, 'session'> & { readonly session: SessionBrief })[];
};

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
