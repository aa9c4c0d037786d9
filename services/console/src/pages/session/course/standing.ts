import type { Brief } from '../../../api/outline-columns.ts';

/** How an entry stands at a moment: it has not begun, it goes on, or it is over. */
export type Standing = 'later' | 'going' | 'over';

export function standingAt({ start, end }: { readonly start: number; readonly end: number }, moment: number): Standing {
  if (start > moment) return 'later';
  return end === -1 || end > moment ? 'going' : 'over';
}

/** It did not go well, as far as its end tells. */
export function isFailed(entry: Brief): boolean {
  if (entry.type === 'call') {
    return ['failed', 'denied', 'interrupted'].includes(entry.outcome) || entry.background === 'failed';
  }
  return entry.type === 'turn' && ['failed', 'interrupted', 'blocked'].includes(entry.outcome);
}

/**
 * The outcome of an entry as one knew it at a moment. What never ended was open when the session went on, and nobody
 * knows what became of it once the session is `over`.
 */
export function outcomeAt(entry: Brief & { readonly outcome: string }, moment: number, over: boolean): string {
  if (standingAt(entry, moment) !== 'going') return entry.outcome === 'open' ? 'running' : entry.outcome;
  return entry.end === -1 && over ? 'unknown' : 'running';
}
