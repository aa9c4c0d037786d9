import type { Session } from '../model.ts';
import type { Column } from './table.ts';
import { ago, amount } from './words.ts';

/** How sessions are listed. */
export function sessionColumns(now: Date): Column<Session>[] {
  return [
    { title: 'SESSION', of: ({ nativeSession, session }) => (nativeSession ?? session).slice(0, 12) },
    { title: 'HARNESS', of: ({ harness }) => harness ?? '' },
    { title: 'STATE', of: ({ state, quarantined }) => (quarantined ? `${state} (quarantined)` : state) },
    { title: 'PROJECT', of: ({ projectName, project }) => projectName ?? project ?? '-' },
    { title: 'TITLE', of: ({ title }) => title ?? '', flexible: true },
    { title: 'TURNS', of: ({ turns }) => String(turns), right: true },
    { title: 'CALLS', of: ({ calls }) => String(calls), right: true },
    { title: 'FAILED', of: ({ failures }) => (failures === 0 ? '' : String(failures)), right: true },
    { title: 'FILES', of: ({ filesWritten }) => (filesWritten === 0 ? '' : String(filesWritten)), right: true },
    { title: 'TOKENS', of: ({ tokens }) => amountOf(tokens), right: true },
    { title: 'COST', of: ({ costUsd }) => (costUsd ? `$${costUsd.toFixed(2)}` : ''), right: true },
    { title: 'LAST', of: ({ lastEventAt }) => ago(lastEventAt, now), right: true },
  ];
}

function amountOf({ input, output, cacheRead, cacheWrite }: Session['tokens']): string {
  const sum = (input ?? 0) + (output ?? 0) + (cacheRead ?? 0) + (cacheWrite ?? 0);
  return sum === 0 ? '' : amount(sum);
}
