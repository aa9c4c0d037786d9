import type { Session } from '../model.ts';
import { dollars } from './dollars.ts';
import type { Column } from './table.ts';
import { ago, amount } from './words.ts';

/** How sessions are listed. */
export function sessionColumns(now: Date): Column<Session>[] {
  return [
    { title: 'SESSION', of: ({ nativeSession, session }) => nativeSession?.slice(0, 12) ?? session.slice(0, 24) },
    { title: 'HARNESS', of: ({ harness }) => harness ?? '', spare: 4 },
    { title: 'STATE', of: ({ state, quarantined }) => (quarantined ? `${state} (quarantined)` : state) },
    { title: 'PROJECT', of: ({ projectName, project }) => projectName ?? project ?? '-', least: 14 },
    { title: 'TITLE', of: ({ title }) => title ?? '', least: 20 },
    { title: 'TURNS', of: ({ turns }) => String(turns), right: true, spare: 5 },
    { title: 'CALLS', of: ({ calls }) => String(calls), right: true },
    { title: 'FAILED', of: ({ failures }) => (failures === 0 ? '' : String(failures)), right: true },
    {
      title: 'FILES',
      of: ({ filesWritten }) => (filesWritten === 0 ? '' : String(filesWritten)),
      right: true,
      spare: 3,
    },
    { title: 'TOKENS', of: ({ tokens }) => amountOf(tokens), right: true, spare: 2 },
    { title: 'COST', of: ({ costUsd }) => (costUsd ? dollars(costUsd) : ''), right: true, spare: 1 },
    { title: 'LAST', of: ({ lastEventAt }) => ago(lastEventAt, now), right: true },
  ];
}

function amountOf({ input, output, cacheRead, cacheWrite }: Session['tokens']): string {
  const sum = (input ?? 0) + (output ?? 0) + (cacheRead ?? 0) + (cacheWrite ?? 0);
  return sum === 0 ? '' : amount(sum);
}
