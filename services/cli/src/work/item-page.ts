import type { WholeWorkItem } from '@hookline/client';
import type { Output } from '../output.ts';
import { dollars } from '../render/dollars.ts';
import { type Column, tableLines } from '../render/table.ts';
import { duration, moment } from '../render/words.ts';
import { itemColumns } from './columns.ts';

type Attempt = WholeWorkItem['attemptsMade'][number];

const attemptColumns: readonly Column<Attempt>[] = [
  { title: 'ATTEMPT', of: ({ attempt }) => String(attempt), right: true },
  { title: 'WORKER', of: ({ worker }) => worker },
  { title: 'FROM', of: ({ claimedAt }) => moment(claimedAt) },
  {
    title: 'TOOK',
    of: ({ claimedAt, endedAt }) => (endedAt ? duration(Date.parse(endedAt) - Date.parse(claimedAt)) : ''),
  },
  { title: 'OUTCOME', of: ({ outcome }) => outcome },
  { title: 'SESSION', of: ({ session }) => session ?? '' },
  { title: 'ERROR', of: ({ error }) => error ?? '', least: 12 },
];

/** One item, for a person: how it stands, what it is for, what was tried, what was said of it. */
export function itemLines(item: WholeWorkItem, output: Output): string[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['queue', item.queue],
    ['state', item.cancelling ? `${item.state}, asked to stop by ${item.cancelling.by}` : item.state],
    ['worker', item.worker],
    ['progress', item.progress?.note ?? share(item.progress?.share)],
    ['error', item.error],
    ['firing', item.firing],
    ['part of', item.parent],
    ['project', item.project],
    ['about', item.session],
    ['done in', item.doneIn],
    ['cost', item.costUsd === undefined ? undefined : dollars(item.costUsd)],
    ['payload', JSON.stringify(item.payload)],
    ['result', item.result === undefined ? undefined : JSON.stringify(item.result)],
  ];
  const lines = [output.paint('bold', item.id)];
  for (const [name, value] of facts) if (value !== undefined) lines.push(`  ${name.padEnd(9)} ${value}`);
  if (item.attemptsMade.length > 0) lines.push('', ...tableLines(attemptColumns, item.attemptsMade, output.width));
  if (item.children.length > 0) lines.push('', ...tableLines(itemColumns, item.children, output.width));
  lines.push('');
  for (const { position, time, kind } of item.history) {
    lines.push(`  ${String(position ?? '·').padStart(8)}  ${moment(time)}  ${kind}`);
  }
  return lines;
}

function share(of: number | undefined): string | undefined {
  return of === undefined ? undefined : `${Math.round(of * 100)} %`;
}
