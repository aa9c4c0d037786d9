import { useSyncExternalStore } from 'react';
import { agoText, clockText, dayAndClockText, fullTime } from '../words/moment.ts';

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
