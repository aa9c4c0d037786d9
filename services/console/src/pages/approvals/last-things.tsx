import { useMemo } from 'react';
import { useOutline } from '../../api/outline.ts';
import { Clock } from '../../parts/moment.tsx';
import { MomentLink } from '../../parts/moment-link.tsx';
import { courseOf, momentOf } from '../session/course/course.ts';
import styles from './approvals.module.css';
import { lastThings } from './last-lines.ts';

/** The last that happened in a session before a position of the log, each as a link to that moment. */
export function LastThings({ session, position }: { session: string; position: number }) {
  const outline = useOutline(session, undefined);
  const lines = useMemo(() => {
    if (outline.data === undefined) return undefined;
    const course = courseOf(outline.data);
    const moment = momentOf(course, position);
    return moment === undefined ? [] : lastThings(course, moment);
  }, [outline.data, position]);
  if (outline.error) return <p className={styles.quiet}>{outline.error.message}</p>;
  if (lines === undefined) return <p className={styles.quiet}>Reading the session</p>;
  if (lines.length === 0) return <p className={styles.quiet}>Nothing of it was seen before that.</p>;
  return (
    <ol className={styles.last} aria-label="What happened last">
      {lines.map((line) => (
        <li key={line.position}>
          <MomentLink session={session} position={line.position} className={styles.lastLine}>
            <span className={styles.lastName} data-bad={line.bad}>
              {line.name}
            </span>
            <span className={styles.lastWords}>{line.words}</span>
            <span className={styles.when}>
              <Clock time={line.time} />
            </span>
          </MomentLink>
        </li>
      ))}
    </ol>
  );
}
