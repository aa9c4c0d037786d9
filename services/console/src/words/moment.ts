const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** 14:32:07, in the reader's own time zone. */
export function clockText(time: string): string {
  return clock.format(new Date(time));
}

export function fullTime(time: string): string {
  return full.format(new Date(time));
}

/** How long ago, short enough for a column. */
export function agoText(time: string, nowMs: number): string {
  const then = new Date(time);
  const seconds = Math.max(0, (nowMs - then.getTime()) / 1000);
  if (seconds < 10) return 'now';
  if (seconds < 60) return `${Math.floor(seconds / 10) * 10} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  if (seconds < 7 * 86_400) return `${Math.floor(seconds / 86_400)} d ago`;
  return dayText(then, new Date(nowMs));
}

/** The time of day, with its day in front unless that is today. */
export function dayAndClockText(time: string, nowMs: number): string {
  const then = new Date(time);
  const now = new Date(nowMs);
  return then.toDateString() === now.toDateString() ? clockText(time) : `${dayText(then, now)}, ${clockText(time)}`;
}

function dayText(then: Date, now: Date): string {
  return (then.getFullYear() === now.getFullYear() ? day : dayAndYear).format(then);
}
