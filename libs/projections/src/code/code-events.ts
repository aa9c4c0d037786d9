import type { BusEvent } from '@hookline/schemas';

/** The kinds of events that code hosts and CI tell. */
export const codeKinds = [
  'commit.made',
  'branch.pushed',
  'pr.opened',
  'pr.merged',
  'pr.closed',
  'review.submitted',
  'ci.finished',
] as const;

export type CodeEvent = Extract<BusEvent, { kind: (typeof codeKinds)[number] }>;
export type PullEvent = Extract<CodeEvent, { data: { number: number } }>;

/** An event of a code host: it belongs to no session. What a session tells of its own commits is another matter. */
export function isCodeEvent(event: BusEvent): event is CodeEvent {
  return event.session === '-' && (codeKinds as readonly string[]).includes(event.kind);
}

export const isPullEvent = (event: CodeEvent): event is PullEvent => 'number' in event.data;

/** Commits that an event is about, in full as the host names them. */
export function commitsOf({ kind, data }: CodeEvent): string[] {
  if (kind === 'branch.pushed') return [...new Set(data.commits ?? [])];
  const merged = kind === 'pr.merged' ? data.mergeCommit : undefined;
  return [...new Set([data.commit, merged].filter((commit) => commit !== undefined))];
}

/** Pull requests that an event is about, by number. */
export function pullsOf({ data }: CodeEvent): number[] {
  if ('number' in data) return [data.number];
  return 'pulls' in data ? [...new Set(data.pulls ?? [])] : [];
}

/**
 * The sessions that trailers name, where whoever wrote them may write to the repository. What comes from a fork may be
 * anybody's: the words of such a pull request name nobody, nor does a CI run that no push began. A session that made a
 * commit of it is found by the commit all the same.
 */
export function sessionsNamed({ kind, data }: CodeEvent): string[] {
  if ('fork' in data && data.fork !== undefined) return [];
  if (kind === 'ci.finished' && data.trigger !== 'push') return [];
  return [...new Set(data.sessions ?? [])];
}

/** Who it is by, as short as the host can say it. */
export function nameOf(
  who:
    | { readonly login?: string | undefined; readonly email?: string | undefined; readonly name?: string | undefined }
    | undefined,
): string | null {
  return who?.login ?? who?.email ?? who?.name ?? null;
}
