import { oneLine, statementLengthMax } from '../memory.ts';

/** The day of a time in UTC, as statements give it. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** A number with its noun: `1 session`, `3 sessions`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((100 * part) / whole)}%`;
}

export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** A statement with as many of the parts, in their order, as it has room for; at least the first, which is cut if need be. */
export function listing(before: string, parts: readonly string[], after: string): string {
  const room = statementLengthMax - before.length - after.length;
  let list = oneLine(parts[0] ?? '', room);
  for (const part of parts.slice(1)) {
    if (list.length + part.length + 2 > room) break;
    list += `, ${part}`;
  }
  return `${before}${list}${after}`;
}
