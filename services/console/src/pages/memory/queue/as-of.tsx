import { useTimeAt } from '../../../api/log-time.ts';
import { useStatus } from '../../../api/status.ts';
import { Icon } from '../../../parts/icon.tsx';
import { FullTime } from '../../../parts/moment.tsx';
import { useTyped } from '../../../parts/use-typed.ts';
import { numberText } from '../../../words/quantity.ts';
import styles from './queue.module.css';

/** Takes the list back to any position of the log. */
export function AsOf(props: { at: number; onChange: (at: number | undefined) => void }) {
  const { at, onChange } = props;
  const last = Math.max(useStatus().data?.log?.last ?? at, at);
  const [typed, setTyped] = useTyped(String(at), (value) => onChange(Number(value)));
  const time = useTimeAt(at).data;
  return (
    <section className={styles.asOf} aria-label="As of a position of the log">
      <label className={styles.asOfField}>
        <span>What was believed at position {numberText(Number(typed))}</span>
        <input
          type="range"
          min={1}
          max={last}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          aria-valuetext={`Position ${typed} of ${last}`}
        />
      </label>
      <p className={styles.asOfTime}>{time ? <FullTime time={time} /> : ' '}</p>
      <button type="button" className={styles.back} onClick={() => onChange(undefined)}>
        <Icon name="cross" size={13} />
        Back to now
      </button>
    </section>
  );
}
