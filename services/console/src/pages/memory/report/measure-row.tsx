import type { Measure } from '../../../api/memory-reports.ts';
import { WellBadge } from '../../../parts/badge.tsx';
import { Bar } from '../../../parts/bar.tsx';
import { Unknown } from '../../../parts/unknown.tsx';
import { counted } from '../../../words/quantity.ts';
import { measureNames, signedText, valueText, verdictWords } from './measures.ts';
import styles from './report.module.css';

const sides = [
  { key: 'told', label: 'Told' },
  { key: 'heldOut', label: 'Held out' },
] as const;

/** One figure of both groups of sessions, and what may be said about the difference. */
export function MeasureRow({ measure, enough }: { measure: Measure; enough: number }) {
  const { name, unit, verdict, interval, sentence } = measure;
  const most = Math.max(measure.told.median ?? 0, measure.heldOut.median ?? 0);
  return (
    <li className={styles.measure}>
      <div>
        <h3>{measureNames[name]?.name ?? measure.label}</h3>
        <p className={styles.quiet}>{measureNames[name]?.about}</p>
      </div>
      <div className={styles.sides}>
        {sides.map(({ key, label }) => {
          const { median, count } = measure[key];
          return (
            <div key={key} className={styles.sideLine} data-side={key}>
              <span className={styles.side}>{label}</span>
              <Bar share={median === undefined || most === 0 ? 0 : median / most} />
              <span>
                {median === undefined ? (
                  <Unknown why="no session has it" />
                ) : (
                  <strong>{valueText(median, unit)}</strong>
                )}{' '}
                <span className={styles.quiet}>{counted(count, 'session')}</span>
              </span>
            </div>
          );
        })}
      </div>
      <div className={styles.verdict}>
        {/* More or fewer calls are neither good nor bad by themselves. */}
        {name !== 'calls' && (verdict === 'less' || verdict === 'more') ? (
          <WellBadge level={verdict === 'less' ? 'good' : 'bad'} label={verdictWords[verdict]} />
        ) : (
          <span className={styles.calm}>{verdictWords[verdict]}</span>
        )}
        {interval ? (
          <>
            <IntervalLine low={interval.low} high={interval.high} />
            <span className={styles.quiet} title={sentence}>
              between {signedText(interval.low, unit)} and {signedText(interval.high, unit)}
            </span>
          </>
        ) : (
          <span className={styles.quiet} title={sentence}>
            It takes {enough} sessions of each
          </span>
        )}
      </div>
    </li>
  );
}

/** Where the true difference lies, 19 times of 20, about the mark of no difference. */
function IntervalLine({ low, high }: { low: number; high: number }) {
  const reach = Math.max(Math.abs(low), Math.abs(high)) * 1.15 || 1;
  const percent = (value: number) => `${50 + (value / reach) * 50}%`;
  return (
    <svg height="14" width="100%" aria-hidden="true" className={styles.interval}>
      <line className={styles.scale} x1="0" x2="100%" y1="7" y2="7" />
      <line className={styles.zero} x1="50%" x2="50%" y1="1" y2="13" />
      <line className={styles.range} x1={percent(low)} x2={percent(high)} y1="7" y2="7" />
    </svg>
  );
}
