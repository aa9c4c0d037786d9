import type { ArrangedEvent } from '../arrange.ts';
import { commitsOf, isCodeEvent, isPullEvent, nameOf, type PullEvent, sessionsNamed } from '../code/code-events.ts';
import type { Projection } from '../projection.ts';
import { earlier, including, type Marked, wins } from '../registers.ts';

/** A pull request (of GitLab: a merge request) as its host told of it so far. */
export interface PullRow extends Marked {
  /** Always `-`: a code host knows no sessions. Those that worked on it are in `read.outcomes`. */
  session: string;
  /** `<project> <repository>#<number>`. */
  pull: string;
  project: string;
  repository: string;
  number: number;
  title: string;
  url: string | null;
  /** Closed means: without being merged. A merge is final, whatever is told after it. */
  state: 'open' | 'merged' | 'closed';
  branch: string;
  base: string;
  /** The repository its branch is in, where that is another one. */
  fork: string | null;
  author: string | null;
  /** When it was first opened; null while the host only told of what came later. */
  openedAt: string | null;
  mergedAt: string | null;
  /** When it was last closed without a merge; null while it is open again, or merged. */
  closedAt: string | null;
  mergeCommit: string | null;
  /** Every last commit it was seen with, and the commit that merged it; at most a thousand, the rest is in `read.code`. */
  commits: string[];
  /** Our ids of sessions that trailers name. */
  sessions: string[];
  /** How often somebody gave a verdict; one taken back does not count. */
  reviews: number;
  approvals: number;
  changesRequested: number;
  /** When it was first spoken of. */
  at: string;
  orderKey: string;
  position: number;
}

/** Longer names are no repository's, and a key must fit its index. */
const repositoryLengthMax = 400;
const commitsMax = 1_000;

export const pulls: Projection<PullRow> = {
  name: 'pulls',
  version: 1,
  key: 'pull',
  columns: {
    session: 'text',
    pull: 'text',
    project: 'text',
    repository: 'text',
    number: 'bigint',
    title: 'text',
    url: 'text',
    state: 'text',
    branch: 'text',
    base: 'text',
    fork: 'text',
    author: 'text',
    openedAt: 'timestamptz',
    mergedAt: 'timestamptz',
    closedAt: 'timestamptz',
    mergeCommit: 'text',
    commits: 'json',
    sessions: 'json',
    reviews: 'bigint',
    approvals: 'bigint',
    changesRequested: 'bigint',
    at: 'timestamptz',
    marks: 'json',
    orderKey: 'text',
    position: 'bigint',
  },
  places: ['position'],
  indexes: ['project, number'],
  keysOf: ({ event }) =>
    isCodeEvent(event) && isPullEvent(event) && event.data.repository.length <= repositoryLengthMax
      ? [`${event.project} ${event.data.repository}#${event.data.number}`]
      : [],
  evolve,
};

function evolve(before: PullRow | undefined, arranged: ArrangedEvent, key: string): PullRow {
  const { event, at, order, position } = arranged;
  if (!isCodeEvent(event) || !isPullEvent(event)) throw new Error(`${event.kind} is not about a pull request`);
  const row = before === undefined ? firstRow(event, arranged, key) : { ...before };
  row.at = earlier(row.at, at);
  if (order < row.orderKey) [row.orderKey, row.position] = [order, position];
  if (wins(row, 'about', order)) {
    const { title, branch, base } = event.data;
    [row.title, row.branch, row.base] = [title, branch, base];
  }
  for (const commit of commitsOf(event)) row.commits = including(row.commits, commit).slice(0, commitsMax);
  for (const named of sessionsNamed(event)) row.sessions = including(row.sessions, named).slice(0, commitsMax);
  if (event.data.fork !== undefined && wins(row, 'fork', order)) row.fork = event.data.fork;
  if (event.data.author !== undefined && wins(row, 'author', order)) row.author = nameOf(event.data.author);
  if (event.kind !== 'review.submitted' && event.data.url !== undefined && wins(row, 'url', order)) {
    row.url = event.data.url;
  }
  noteState(row, event, arranged);
  return row;
}

function noteState(row: PullRow, event: PullEvent, { at, order }: ArrangedEvent): void {
  switch (event.kind) {
    case 'pr.opened':
      row.openedAt = earlier(row.openedAt, at);
      if (wins(row, 'state', order)) row.closedAt = null;
      break;
    case 'pr.closed':
      if (wins(row, 'state', order)) row.closedAt = at;
      break;
    case 'pr.merged':
      if (wins(row, 'merged', order)) [row.mergedAt, row.mergeCommit] = [at, event.data.mergeCommit ?? null];
      break;
    case 'review.submitted':
      if (event.data.verdict !== 'withdrawn') row.reviews += 1;
      if (event.data.verdict === 'approved') row.approvals += 1;
      if (event.data.verdict === 'changes-requested') row.changesRequested += 1;
  }
  if (row.mergedAt !== null) row.closedAt = null;
  row.state = row.mergedAt !== null ? 'merged' : row.closedAt !== null ? 'closed' : 'open';
}

function firstRow({ data, project }: PullEvent, { event, at, order, position }: ArrangedEvent, pull: string): PullRow {
  return {
    session: event.session,
    pull,
    project,
    repository: data.repository,
    number: data.number,
    title: data.title,
    url: null,
    state: 'open',
    branch: data.branch,
    base: data.base,
    fork: null,
    author: null,
    openedAt: null,
    mergedAt: null,
    closedAt: null,
    mergeCommit: null,
    commits: [],
    sessions: [],
    reviews: 0,
    approvals: 0,
    changesRequested: 0,
    at,
    marks: {},
    orderKey: order,
    position,
  };
}
