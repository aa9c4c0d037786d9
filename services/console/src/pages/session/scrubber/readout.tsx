import { clockText, fullTime } from '../../../words/moment.ts';
import { numberText } from '../../../words/quantity.ts';
import { type Course, turnAt } from '../course/course.ts';
import type { Cursor } from './cursor.ts';
import styles from './scrubber.module.css';
import { useMoment } from './use-cursor.ts';

/** Where the cursor is: time of day, turn, event. Drawn in every frame, so it is small. */
export function Readout({ course, cursor }: { course: Course; cursor: Cursor }) {
  const moment = useMoment(cursor) ?? course.length - 1;
  const atMs = course.atMs[moment];
  const turn = turnAt(course, moment);
  const time = atMs === undefined ? undefined : new Date(atMs).toISOString();
  return (
    <p className={styles.readout}>
      {time !== undefined && (
        <time dateTime={time} title={fullTime(time)} className={styles.clock}>
          {clockText(time)}
        </time>
      )}
      {turn !== undefined && (
        <span>
          turn {turn.number}
          <span className={styles.of}> of {course.turns.length}</span>
        </span>
      )}
      <span className={styles.events}>
        event {numberText(moment + 1)}
        <span className={styles.of}> of {numberText(course.length)}</span>
      </span>
    </p>
  );
}
