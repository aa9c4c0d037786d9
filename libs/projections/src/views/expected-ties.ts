import type { BusEvent } from '@hookline/schemas';
import { type CodeEvent, commitsOf, isCodeEvent, isPullEvent, pullsOf, sessionsNamed } from '../code/code-events.ts';
import { commitsPrinted } from '../refs/git-output.ts';
import type { Tie } from './code-ties.ts';

/** What a test knows of a session. */
export interface TestSession {
  readonly session: string;
  readonly project: string | undefined;
  readonly startMs: number;
  readonly endMs: number;
}

const branchMs = 14 * 24 * 3_600_000;
const hashMin = 7;
const shared = /^(main|master|trunk|develop|dev|staging|production|release([/-].*)?)$/;

/** The rules of `read.code_ties` in plain words, one event after the other: what the view is held against. */
export function expectedTies(session: TestSession, events: readonly BusEvent[]): Map<string, Tie> {
  const host = events.filter(isCodeEvent);
  const near = host.filter(({ project }) => project === session.project);
  const forks = new Set(host.filter(isPullEvent).flatMap((event) => (event.data.fork ? [pullOf(event)] : [])));
  const names = (event: CodeEvent) =>
    (session.project === undefined || event.project === session.project) &&
    sessionsNamed(event).includes(session.session) &&
    !(isPullEvent(event) && forks.has(pullOf(event)));
  const named = new Map(host.filter(names).map((event): [string, Tie] => [event.id, 'trailer']));
  if (session.project === undefined) return named;

  const { commits, branches } = toldBy(session.session, events);
  for (const event of near) if (names(event)) for (const commit of commitsOf(event)) commits.add(commit);
  const holds = (event: CodeEvent) =>
    commitsOf(event).some((full) => {
      for (let length = full.length; length >= hashMin; length -= 1)
        if (commits.has(full.slice(0, length))) return true;
      return false;
    });
  const pulls = new Set(
    near.flatMap((event) => (isPullEvent(event) && (names(event) || holds(event)) ? [pullOf(event)] : [])),
  );
  const bases = new Set(near.map((event) => (isPullEvent(event) ? event.data.base : '')));
  const onBranch = ({ time, data: { branch } }: CodeEvent) =>
    branch !== undefined &&
    branches.has(branch) &&
    !shared.test(branch) &&
    !bases.has(branch) &&
    Date.parse(time) >= session.startMs &&
    Date.parse(time) <= session.endMs + branchMs;

  const ties = new Map<string, Tie>();
  for (const event of near) {
    const ofPull = pullsOf(event).some((number) => pulls.has(`${event.data.repository}#${number}`));
    const tie = names(event)
      ? 'trailer'
      : holds(event)
        ? 'commit'
        : ofPull
          ? 'pull'
          : onBranch(event)
            ? 'branch'
            : undefined;
    if (tie !== undefined) ties.set(event.id, tie);
  }
  return ties;
}

const pullOf = ({ data }: CodeEvent & { data: { number: number } }): string => `${data.repository}#${data.number}`;

/** Commits and branches that a session's own events speak of. */
function toldBy(session: string, events: readonly BusEvent[]): { commits: Set<string>; branches: Set<string> } {
  const commits = new Set<string>();
  const branches = new Set<string>();
  for (const event of events) {
    if (event.session !== session) continue;
    if (event.kind === 'session.started' && event.data.branch) branches.add(event.data.branch);
    if (event.kind === 'commit.made') {
      commits.add(event.data.commit);
      if (event.data.branch) branches.add(event.data.branch);
    }
    if (event.kind !== 'tool.finished') continue;
    for (const { commit, branch } of commitsPrinted(event.data.effects, event.data.output)) {
      commits.add(commit);
      if (branch !== undefined) branches.add(branch);
    }
  }
  return { commits, branches };
}
