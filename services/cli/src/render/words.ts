/** How long, in the unit a person would use: 340 ms, 4.2 s, 3 m 05 s, 2 h 10 m. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return '';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} m ${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} m`;
}

/** How long ago: 12 s, 5 m, 3 h, 2 d. */
export function ago(time: string | null | undefined, now: Date): string {
  if (!time) return '';
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(time)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

/** 1 file, 2 files. */
export function count(of: number, one: string, many = `${one}s`): string {
  return `${of} ${of === 1 ? one : many}`;
}

/** 950, 12.3k, 4.5M. */
export function amount(of: number): string {
  if (of < 10_000) return String(of);
  return of < 1_000_000 ? `${(of / 1000).toFixed(1)}k` : `${(of / 1_000_000).toFixed(1)}M`;
}

/** The time of day of an instant, local, to the second. */
export function clock(time: string): string {
  return new Date(time).toTimeString().slice(0, 8);
}

/** An instant as date and time of day, local, to the second: 2026-11-22 20:26:14. */
export function moment(time: string): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(time)}`;
}
