import type { Text } from '@hookline/schemas';
import type { ArrangedEvent } from '../arrange.ts';
import type { Projection } from '../projection.ts';
import { commitsOf, isCodeEvent, nameOf, pullsOf, sessionsNamed } from './code-events.ts';

/** One thing that a code host or CI told. Whose session it belongs to is in the view `read.code_ties`. */
export interface CodeRow {
  /** Always `-`: a code host knows no sessions. */
  session: string;
  event: string;
  kind: string;
  project: string;
  repository: string | null;
  /** Of a pull request event: which. */
  number: number | null;
  /** Pull requests it is about: its own, or those that a CI run was for. */
  pulls: number[];
  branch: string | null;
  /** The branch that a pull request goes to. */
  base: string | null;
  /** Commits it is about, in full. */
  commits: string[];
  /** Our ids of sessions that trailers name; none in a pull request from a fork, whose words may be anybody's. */
  sessions: string[];
  title: string | null;
  url: string | null;
  author: string | null;
  /** Of a CI run: its outcome; of a review: its verdict. */
  outcome: string | null;
  /** Of a CI run: the workflow's name, the host's id of the run and which try it was. */
  name: string | null;
  run: string | null;
  attempt: number | null;
  durationMs: number | null;
  at: string;
  orderKey: string;
  position: number;
}

const titleLengthMax = 500;

export const code: Projection<CodeRow> = {
  name: 'code',
  version: 1,
  key: 'event',
  columns: {
    session: 'text',
    event: 'text',
    kind: 'text',
    project: 'text',
    repository: 'text',
    number: 'bigint',
    pulls: 'json',
    branch: 'text',
    base: 'text',
    commits: 'json',
    sessions: 'json',
    title: 'text',
    url: 'text',
    author: 'text',
    outcome: 'text',
    name: 'text',
    run: 'text',
    attempt: 'bigint',
    durationMs: 'double precision',
    at: 'timestamptz',
    orderKey: 'text',
    position: 'bigint',
  },
  places: ['position'],
  indexes: ['project, at'],
  rowPerEvent: true,
  keysOf: ({ event }) => (isCodeEvent(event) ? [event.id] : []),
  evolve,
};

function evolve(_: CodeRow | undefined, { event, at, order, position }: ArrangedEvent): CodeRow {
  if (!isCodeEvent(event)) throw new Error(`${event.kind} is not what a code host tells`);
  const { data, kind } = event;
  const ci = kind === 'ci.finished' ? event.data : undefined;
  return {
    session: event.session,
    event: event.id,
    kind,
    project: event.project,
    repository: data.repository ?? null,
    number: 'number' in data ? data.number : null,
    pulls: pullsOf(event),
    branch: data.branch ?? null,
    base: 'base' in data ? data.base : null,
    commits: commitsOf(event),
    sessions: sessionsNamed(event),
    title: titleOf('title' in data ? data.title : 'message' in data ? data.message : undefined),
    url: data.url ?? null,
    author: nameOf('by' in data ? data.by : data.author),
    outcome: kind === 'review.submitted' ? event.data.verdict : (ci?.outcome ?? null),
    name: ci?.name ?? null,
    run: ci?.run ?? null,
    attempt: ci?.attempt ?? null,
    durationMs: ci?.durationMs ?? null,
    at,
    orderKey: order,
    position,
  };
}

/** The title of a pull request, or the first line of a commit's message. */
function titleOf(words: Text | undefined): string | null {
  if (words === undefined) return null;
  const line = (typeof words === 'string' ? words : words.head).slice(0, 2_000).split('\n', 1)[0]!;
  return [...line].slice(0, titleLengthMax).join('');
}
