import { numberText } from '../../../words/quantity.ts';
import styles from './queue.module.css';
import { countOf, type StatusValue, statuses } from './statuses.ts';

/** The parts of the list, each with how many there are of it. */
export function StatusTabs(props: {
  value: StatusValue;
  counts: Parameters<typeof countOf>[1];
  onChange: (value: StatusValue) => void;
}) {
  const { value, counts, onChange } = props;
  return (
    <fieldset className={styles.tabs}>
      <legend className="unseen">How they stand</legend>
      {statuses.map((one) => {
        const count = countOf(one.value, counts);
        return (
          <button
            key={one.value}
            type="button"
            className={styles.tab}
            aria-pressed={one.value === value}
            onClick={() => onChange(one.value)}
          >
            {one.label} <span className={styles.tabCount}>{count === undefined ? '' : numberText(count)}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
