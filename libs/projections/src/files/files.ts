import type { Hunk } from '@hookline/schemas';
import type { ArrangedEvent } from '../arrange.ts';
import type { Projection } from '../projection.ts';

/** One access to one file. Contents are not repeated here: the event (`file`) has them. */
export interface FileRow {
  session: string;
  /** The id of its event. */
  file: string;
  project: string;
  path: string;
  /** `change` is seen on disk without knowing who did it. */
  how: 'read' | 'create' | 'edit' | 'delete' | 'move' | 'change';
  change: string | null;
  fromPath: string | null;
  call: string | null;
  turn: string | null;
  agent: string | null;
  /** SHA-256 of the content after it, where all of it was seen. */
  hash: string | null;
  hashBefore: string | null;
  patch: Hunk[] | null;
  linesAdded: number | null;
  linesRemoved: number | null;
  startLine: number | null;
  lines: number | null;
  totalLines: number | null;
  at: string;
  orderKey: string;
  position: number;
}

export const files: Projection<FileRow> = {
  name: 'files',
  version: 1,
  key: 'file',
  columns: {
    session: 'text',
    file: 'text',
    project: 'text',
    path: 'text',
    how: 'text',
    change: 'text',
    fromPath: 'text',
    call: 'text',
    turn: 'text',
    agent: 'text',
    hash: 'text',
    hashBefore: 'text',
    patch: 'json',
    linesAdded: 'bigint',
    linesRemoved: 'bigint',
    startLine: 'bigint',
    lines: 'bigint',
    totalLines: 'bigint',
    at: 'timestamptz',
    orderKey: 'text',
    position: 'bigint',
  },
  places: ['position'],
  indexes: ['project, md5(path)'],
  rowPerEvent: true,
  keysOf: ({ event }) =>
    event.session !== '-' &&
    (event.kind === 'file.read' || event.kind === 'file.written' || event.kind === 'file.changed')
      ? [event.id]
      : [],
  evolve,
};

function evolve(_: FileRow | undefined, { event, at, order, position }: ArrangedEvent): FileRow {
  const row: FileRow = {
    session: event.session,
    file: event.id,
    project: event.project,
    path: '',
    how: 'read',
    change: null,
    fromPath: null,
    call: null,
    turn: event.turn ?? null,
    agent: event.agent ?? null,
    hash: null,
    hashBefore: null,
    patch: null,
    linesAdded: null,
    linesRemoved: null,
    startLine: null,
    lines: null,
    totalLines: null,
    at,
    orderKey: order,
    position,
  };
  switch (event.kind) {
    case 'file.read': {
      const { path, call, hash, startLine, lines, totalLines } = event.data;
      return {
        ...row,
        path,
        call: call ?? null,
        hash: hash ?? null,
        startLine: startLine ?? null,
        lines: lines ?? null,
        totalLines: totalLines ?? null,
      };
    }
    case 'file.written': {
      const { path, call, how, from, hashBefore, hashAfter, patch, linesAdded, linesRemoved } = event.data;
      return {
        ...row,
        path,
        how,
        call: call ?? null,
        fromPath: from ?? null,
        hash: hashAfter ?? null,
        hashBefore: hashBefore ?? null,
        patch: patch ?? null,
        linesAdded: linesAdded ?? null,
        linesRemoved: linesRemoved ?? null,
      };
    }
    case 'file.changed':
      return { ...row, path: event.data.path, how: 'change', change: event.data.change };
    default:
      throw new Error(`${event.kind} is not an access to a file`);
  }
}
