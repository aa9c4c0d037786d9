import { useSyncExternalStore } from 'react';
import { leftText } from '../words/left.ts';
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

function subscribeSeconds(listener: () => void): () => void {
  const timer = setInterval(listener, 1000);
  return () => clearInterval(timer);
}

const second = () => Math.floor(Date.now() / 1000) * 1000;

/** How long something still holds, counted down; `skewMs` is how far the clock it goes by is ahead of the browser's. */
export function Left({ until, skewMs }: { until: string; skewMs: number }) {
  const nowMs = useSyncExternalStore(subscribeSeconds, second);
  const leftMs = Date.parse(until) - nowMs - skewMs;
  return (
    <time dateTime={until} title={fullTime(until)} data-over={leftMs <= 0}>
      {leftText(leftMs)}
    </time>
  );
}

/** Day and time of something, in full. */
export function FullTime({ time }: { time: string }) {
  return <time dateTime={time}>{fullTime(time)}</time>;
}
