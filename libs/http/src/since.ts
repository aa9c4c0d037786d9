import { ApiError } from './errors.ts';

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Reads a point in time: an RFC 3339 time or date, or how long ago (`90m`, `24h`, `7d`). */
export function readSince(text: string, now: Date = new Date()): Date {
  const ago = /^(\d{1,6})([smhdw])$/.exec(text);
  if (ago) return new Date(now.getTime() - Number(ago[1]) * unitsMs[ago[2]!]!);
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(time.getTime())) return time;
  throw new ApiError(400, 'bad-request', `since: found ${JSON.stringify(text)}, expected a time`, {
    hint: 'write a date or time (2026-11-22, 2026-11-22T08:00:00Z) or how long ago (90m, 24h, 7d)',
  });
}
