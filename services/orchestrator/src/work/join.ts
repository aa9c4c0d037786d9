import type { WorkJoin } from '@hookline/db';
import type { WorkState } from './state.ts';

/** How the parts of a unit of work stand. */
export interface PartCounts {
  readonly done: number;
  /** Dead, cancelled or expired. */
  readonly failed: number;
  readonly open: number;
}

export type JoinOutcome = 'all-done' | 'any-failed' | 'any-done' | 'time-up';

/** Whether the parts are together, and by what; undefined while the unit of work has to wait on. */
export function joinOutcome(on: WorkJoin['on'], parts: PartCounts, timeUp: boolean): JoinOutcome | undefined {
  if (on === 'any-done' && parts.done > 0) return 'any-done';
  if (on === 'any-failed' && parts.failed > 0) return 'any-failed';
  if (parts.open === 0) return 'all-done';
  return timeUp ? 'time-up' : undefined;
}

/** Whether what was waited for came about: with `any-done` one part is enough, else no part may be missing. */
export function cameWell(on: WorkJoin['on'], { done, failed, open }: PartCounts): boolean {
  return on === 'any-done' ? done > 0 : failed === 0 && open === 0;
}

/** Why a unit of work is dead whose parts did not come well together. */
export function joinFault(outcome: JoinOutcome, { done, failed, open }: PartCounts): string {
  const parts = done + failed + open;
  if (outcome === 'time-up') return `the time was up with ${open} of ${parts} parts open and ${failed} failed`;
  return `${failed} of ${parts} parts failed`;
}

/** A part as those are told who go on with what the parts brought. */
export interface JoinedPart {
  readonly item: string;
  readonly state: WorkState;
  readonly payload: unknown;
  readonly result?: unknown;
  readonly error?: string;
}

/** What the parts brought, within so many bytes of JSON. What does not fit is left out and says so by `cut`. */
export function partsWithin(parts: readonly JoinedPart[], bytesMax: number): object[] {
  const eachMax = Math.floor(bytesMax / Math.max(parts.length, 1));
  return parts.map(({ item, state, payload, result, error }) => {
    const short = { item, state, ...(error !== undefined && { error: error.slice(0, 500) }) };
    for (const more of [{ payload, result }, { result }, { payload }]) {
      const whole = { ...short, ...more };
      if (Buffer.byteLength(JSON.stringify(whole)) <= eachMax) {
        return more.result === result && more.payload === payload ? whole : { ...whole, cut: true };
      }
    }
    return { ...short, cut: true };
  });
}

/** The payload with what the parts brought. */
export function withJoined(payload: unknown, joined: object): object {
  const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
  return isObject ? { ...payload, joined } : { ...(payload !== undefined && { payload }), joined };
}
