import type { ArrangedEvent } from '../arrange.ts';
import type { Projection } from '../projection.ts';
import { earlier, type Marked, precedes } from '../registers.ts';
import { commitsPrinted } from './git-output.ts';

/**
 * A commit that a session says it made, or a branch that it says it worked on. It is what ties code on a host to the
 * session, see the view `read.code_ties`.
 */
export interface RefRow extends Marked {
  session: string;
  /** `commit <hash>` or `branch <name>`. */
  ref: string;
  kind: 'commit' | 'branch';
  /** The name of the branch, or the commit's hash, which may be shortened to seven signs. */
  name: string;
  /** Of a commit: the branch it was made on, where that is known. */
  branch: string | null;
  /** Of a commit: whether the harness told of it, or git printed it. */
  how: 'told' | 'printed' | null;
  /** Of a commit: the call that made it, where that is known. */
  call: string | null;
  project: string;
  harness: string | null;
  actor: string | null;
  /** When it was first spoken of. */
  at: string;
  orderKey: string;
  position: number;
}

/** Longer names than git takes: they name nothing, and a key must fit its index. */
const nameLengthMax = 400;

export const refs: Projection<RefRow> = {
  name: 'refs',
  version: 1,
  key: 'ref',
  columns: {
    session: 'text',
    ref: 'text',
    kind: 'text',
    name: 'text',
    branch: 'text',
    how: 'text',
    call: 'text',
    project: 'text',
    harness: 'text',
    actor: 'text',
    at: 'timestamptz',
    marks: 'json',
    orderKey: 'text',
    position: 'bigint',
  },
  places: ['position'],
  indexes: ['kind, name'],
  keysOf: ({ event }) => (event.session === '-' ? [] : [...new Set(spokenOf(event).map(keyOf))]),
  evolve,
};

interface Spoken {
  readonly kind: 'commit' | 'branch';
  readonly name: string;
  readonly branch?: string | undefined;
  readonly how?: 'told' | 'printed';
  readonly call?: string | undefined;
}

/** The commits and branches that an event speaks of. */
function spokenOf(event: ArrangedEvent['event']): Spoken[] {
  switch (event.kind) {
    case 'session.started':
      return branchesOf([event.data.branch]);
    case 'commit.made': {
      const { commit, branch, call } = event.data;
      return [{ kind: 'commit', name: commit, branch, how: 'told', call }, ...branchesOf([branch])];
    }
    case 'tool.finished': {
      const printed = commitsPrinted(event.data.effects, event.data.output);
      const { call } = event.data;
      return [
        ...printed.map(
          ({ commit, branch }): Spoken => ({ kind: 'commit', name: commit, branch, how: 'printed', call }),
        ),
        ...branchesOf(printed.map(({ branch }) => branch)),
      ];
    }
    default:
      return [];
  }
}

function branchesOf(names: readonly (string | undefined)[]): Spoken[] {
  return names.flatMap((name) =>
    name === undefined || name === '' || name.length > nameLengthMax ? [] : [{ kind: 'branch' as const, name }],
  );
}

const keyOf = ({ kind, name }: Spoken): string => `${kind} ${name}`;

function evolve(before: RefRow | undefined, arranged: ArrangedEvent, key: string): RefRow {
  const { event, at, order, position } = arranged;
  const spoken = spokenOf(event).filter((one) => keyOf(one) === key);
  const row = before === undefined ? firstRow(arranged, key, spoken[0]!) : { ...before };
  row.at = earlier(row.at, at);
  if (order < row.orderKey) [row.orderKey, row.position] = [order, position];
  if (precedes(row, 'about', order)) {
    row.project = event.project;
    row.harness = event.harness ?? null;
    row.actor = event.actor ?? null;
  }
  for (const { how, branch, call } of spoken) {
    if (how === 'told' || (how === 'printed' && row.how === null)) row.how = how;
    if (branch !== undefined && branch.length <= nameLengthMax && precedes(row, 'branch', order)) row.branch = branch;
    if (call !== undefined && precedes(row, 'call', order)) row.call = call;
  }
  return row;
}

function firstRow({ event, at, order, position }: ArrangedEvent, ref: string, { kind, name }: Spoken): RefRow {
  return {
    session: event.session,
    ref,
    kind,
    name,
    branch: null,
    how: null,
    call: null,
    project: event.project,
    harness: null,
    actor: null,
    at,
    marks: {},
    orderKey: order,
    position,
  };
}
