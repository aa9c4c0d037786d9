import { memo, useMemo } from 'react';
import { clockText } from '../../../words/moment.ts';
import { durationText } from '../../../words/quantity.ts';
import type { Axis } from '../course/axis.ts';
import type { Course } from '../course/course.ts';
import { eventAt } from './bars.ts';
import styles from './scrubber.module.css';

const shares = [0.25, 0.5, 0.75];

/** Times under the strip: where it begins, where it ends, and some between; how long it lasted. */
export const TimeMarks = memo(function TimeMarks({ course, axis }: { course: Course; axis: Axis }) {
  const { atMs } = course;
  const first = atMs[0]!;
  const last = atMs[course.length - 1]!;
  const between = useMemo(() => shares.map((share) => ({ share, atMs: atMs[eventAt(axis, share)]! })), [atMs, axis]);
  const days = new Date(first).toDateString() !== new Date(last).toDateString();
  const text = (ms: number) => (days ? dayText(ms) : clockText(new Date(ms).toISOString()));
  return (
    <div className={styles.times} aria-hidden="true">
      <span>{text(first)}</span>
      {between.map(({ share, atMs: ms }) => (
        <span key={share} className={styles.time} style={{ left: `${share * 100}%` }}>
          {text(ms)}
        </span>
      ))}
      <span>
        <span className={styles.lasted}>{durationText(last - first)} in all, to </span>
        {text(last)}
      </span>
    </div>
  );
});

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

function dayText(ms: number): string {
  return day.format(new Date(ms));
}
