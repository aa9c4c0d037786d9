import type { DecisionMade } from '../../../api/memory.ts';
import { Icon } from '../../../parts/icon.tsx';
import { DayAndClock } from '../../../parts/moment.tsx';
import { scopeText } from '../../../words/memory-words.ts';
import { actions } from '../decide/actions.ts';
import { Statement } from '../statement.tsx';
import styles from './memory-page.module.css';
import { decisionText } from './stops.ts';

/** Who decided what about a memory, the newest first. */
export function Decisions({ decisions }: { decisions: readonly DecisionMade[] }) {
  if (decisions.length === 0) return <p className={styles.quiet}>Nobody decided anything about it.</p>;
  return (
    <ol className={styles.decisions}>
      {decisions
        .toSorted((a, b) => b.position - a.position)
        .map((one) => (
          <li key={one.position} className={styles.decision}>
            <Icon name={actions[one.action as keyof typeof actions]?.icon ?? 'dots'} size={14} />
            <span>
              {decisionText(one)}
              {one.scope !== undefined && ` to ${scopeText(one.scope)}`}
            </span>
            <span className={styles.side}>
              <DayAndClock time={one.time} />
            </span>
            {(one.statement ?? one.reason ?? one.note) !== undefined && (
              <span className={styles.said}>
                <Statement text={[one.statement, one.reason, one.note].filter(Boolean).join(' ')} />
              </span>
            )}
          </li>
        ))}
    </ol>
  );
}
