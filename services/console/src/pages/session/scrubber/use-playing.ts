import { useEffect, useRef, useState } from 'react';
import { playOn, type Speed } from '../course/playing.ts';
import type { Cursor } from './cursor.ts';

/** After so long without a frame (a hidden page) play goes on from where it was, not from where it would be. */
const frameMostMs = 250;

/** Moves the cursor on as time goes by. At the end it stops, and the page is at its end again. */
export function usePlaying(cursor: Cursor, atMs: ArrayLike<number>, speed: Speed) {
  const [playing, setPlaying] = useState(false);
  const newest = useRef({ atMs, speed });
  useEffect(() => {
    newest.current = { atMs, speed };
  });
  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    let beforeMs = performance.now();
    let overMs = 0;
    const step = (nowMs: number) => {
      const { atMs: times, speed: by } = newest.current;
      const passedMs = Math.min(frameMostMs, Math.max(0, nowMs - beforeMs));
      beforeMs = nowMs;
      const from = cursor.moment() ?? times.length - 1;
      const next = playOn(times, { moment: from, overMs }, passedMs, by);
      overMs = next.overMs;
      if (next.ended) {
        cursor.set(undefined, { hurry: true });
        setPlaying(false);
        return;
      }
      if (next.moment !== from) cursor.set(next.moment);
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [playing, cursor]);
  const toggle = () => {
    // From the end there is nothing to play: it begins again.
    if (!playing && cursor.moment() === undefined) cursor.set(0, { hurry: true });
    setPlaying(!playing);
  };
  return { playing, toggle, stop: () => setPlaying(false) };
}
