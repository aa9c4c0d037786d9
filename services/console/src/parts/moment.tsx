import { useSyncExternalStore } from 'react';
import { agoText, clockText, dayAndClockText, fullTime } from '../words/moment.ts';
import { durationText } from '../words/quantity.ts';

const tickMs = 10_000;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, tickMs);
  return () => clearInterval(timer);
}

/** The present, as far as the last tick: the same for everything drawn at once. */
const tick = () => Math.floor(Date.now() / tickMs) * tickMs;

/** How long ago something was; goes on while one looks. */
export function Ago({ time }: { time: string }) {
  const nowMs = useSyncExternalStore(subscribe, tick);
  return (
    <time dateTime={time} title={fullTime(time)}>
      {agoText(time, nowMs)}
    </time>
  );
}

/** The time of day something was. */
export function Clock({ time }: { time: string }) {
  return (
    <time dateTime={time} title={fullTime(time)}>
      {clockText(time)}
    </time>
  );
}

/** The same with its day, unless that is today. */
export function DayAndClock({ time }: { time: string }) {
  const nowMs = useSyncExternalStore(subscribe, tick);
  return (
    <time dateTime={time} title={fullTime(time)}>
      {dayAndClockText(time, nowMs)}
    </time>
  );
}

/** How long something goes on already; goes on while one looks. */
export function Lasting({ since }: { since: string }) {
  const nowMs = useSyncExternalStore(subscribe, tick);
  return (
    <time dateTime={since} title={fullTime(since)}>
      {lastingText(Math.max(0, nowMs - Date.parse(since)))}
    </time>
  );
}

/** No finer than the tick is. */
function lastingText(ms: number): string {
  if (ms < tickMs) return `under ${tickMs / 1000} s`;
  return durationText(ms < 60_000 ? Math.floor(ms / tickMs) * tickMs : Math.floor(ms / 60_000) * 60_000).replace(
    / 0 s$/,
    '',
  );
}

/** Day and time of something, in full. */
export function FullTime({ time }: { time: string }) {
  return <time dateTime={time}>{fullTime(time)}</time>;
}
