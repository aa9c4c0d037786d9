import type { WorkItem, WorkQueue } from '@hookline/client';
import type { Column } from '../render/table.ts';
import { ago, moment } from '../render/words.ts';

/** A list of items. */
export const itemColumns: readonly Column<WorkItem>[] = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'QUEUE', of: ({ queue }) => queue },
  { title: 'STATE', of: ({ state, cancelling }) => (cancelling ? `${state}, to stop` : state) },
  { title: 'ATTEMPT', of: ({ attempts, attemptsMax }) => `${attempts}/${attemptsMax}`, right: true },
  { title: 'WORKER', of: ({ worker }) => worker ?? '' },
  { title: 'OFFERED', of: ({ offeredAt }) => moment(offeredAt) },
  { title: 'PAYLOAD', of: ({ payload }) => JSON.stringify(payload) ?? '', least: 12 },
];

export const queueColumns: readonly Column<WorkQueue>[] = [
  { title: 'QUEUE', of: ({ queue }) => queue },
  { title: 'OFFERED', of: ({ offered }) => String(offered), right: true },
  { title: 'CLAIMED', of: ({ claimed }) => String(claimed), right: true },
  { title: 'WAITING', of: ({ waiting }) => String(waiting), right: true },
  { title: 'DEAD', of: ({ dead }) => String(dead), right: true },
  { title: 'DONE TODAY', of: ({ doneToday }) => String(doneToday), right: true },
  { title: 'OLDEST DUE', of: ({ oldestOfferedAt }) => ago(oldestOfferedAt, new Date()) },
];
