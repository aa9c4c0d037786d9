import type { PlanEntry } from '../../api/shapes.ts';
import { Icon } from '../../parts/icon.tsx';
import { statusWords } from '../../words/step-words.ts';
import styles from './plan-items.module.css';

type Item = PlanEntry['items'][number];

/** Things to do, each with how it stands. */
export function PlanItems({ items }: { items: readonly Item[] }) {
  return (
    <ul className={styles.items}>
      {items.map((item) => (
        <li key={item.id} className={styles.item} data-status={item.status}>
          <span className={styles.sign}>
            {item.status === 'done' && <Icon name="check" size={12} />}
            {item.status === 'active' && <span className={styles.dot} />}
            {item.status === 'cancelled' && <Icon name="cross" size={12} />}
          </span>
          <span className="unseen">{statusWords[item.status]}: </span>
          <span>
            {item.text}
            {item.detail !== undefined && <span className={styles.more}>{item.detail}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
