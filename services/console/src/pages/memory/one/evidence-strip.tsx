import type { Evidence } from '../../../api/memory.ts';
import { dayAndClockText } from '../../../words/moment.ts';
import { counted } from '../../../words/quantity.ts';
import styles from './memory-page.module.css';
import type { Stop } from './stops.ts';

const width = 1000;
const inset = 8;

/** When a memory was seen, and decided about, on one line of time. Who cannot see it reads the list beneath. */
export function EvidenceStrip(props: {
  evidence: readonly Evidence[];
  decisions: readonly Stop[];
  /** How many events there are; of many only the newest are at hand. */
  of: number;
}) {
  const { evidence, decisions, of } = props;
  const times = [...evidence, ...decisions].flatMap(({ time }) => (time === null ? [] : [Date.parse(time)]));
  if (times.length < 2) return null;
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const placeOf = (time: string | null) =>
    time === null || last === first
      ? width / 2
      : inset + ((Date.parse(time) - first) / (last - first)) * (width - 2 * inset);
  const sessions = new Set(evidence.map(({ session }) => session)).size;
  const nowMs = Date.now();
  const from = dayAndClockText(new Date(first).toISOString(), nowMs);
  const to = dayAndClockText(new Date(last).toISOString(), nowMs);
  return (
    <figure className={styles.strip}>
      <svg viewBox={`0 0 ${width} 24`} preserveAspectRatio="none" aria-hidden="true" height="24" width="100%">
        <line className={styles.stripLine} x1="0" x2={width} y1="12" y2="12" vectorEffect="non-scaling-stroke" />
        {evidence.filter(isKept).map(({ position, time, role }) => (
          <line
            key={position}
            className={styles.stripSeen}
            data-role={role}
            x1={placeOf(time)}
            x2={placeOf(time)}
            y1={role === 'contradict' ? 12 : 3}
            y2={role === 'contradict' ? 21 : 12}
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {decisions.filter(isKept).map(({ position, time }) => (
          <line
            key={position}
            className={styles.stripDecided}
            x1={placeOf(time)}
            x2={placeOf(time)}
            y1="1"
            y2="23"
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
      <figcaption>
        <span>{from}</span>
        <span>
          {of > evidence.length && `the newest ${evidence.length} of `}
          {counted(Math.max(of, evidence.length), 'event')} of {counted(sessions, 'session')}
          {decisions.length > 0 && `, ${counted(decisions.length, 'decision')}`}
        </span>
        <span>{to}</span>
      </figcaption>
    </figure>
  );
}

const isKept = ({ time }: { readonly time: string | null }) => time !== null;
