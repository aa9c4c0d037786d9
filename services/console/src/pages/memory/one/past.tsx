import type { Memory } from '../../../api/memory.ts';
import { Choice } from '../../../parts/field.tsx';
import { FullTime } from '../../../parts/moment.tsx';
import { counted, numberText } from '../../../words/quantity.ts';
import { Statement } from '../statement.tsx';
import { StatusBadge } from '../status-badge.tsx';
import { DifferenceView } from './difference-view.tsx';
import styles from './memory-page.module.css';
import type { Stop } from './stops.ts';

const textMax = 60;

/** What was believed at any position at which this memory changed, and what is different since, or since another one. */
export function Past(props: {
  stops: readonly Stop[];
  at: number | undefined;
  from: number | undefined;
  /** At `at`; null where there was none yet, undefined while it is on its way. */
  then: Memory | null | undefined;
  /** What it is compared with. */
  other: Memory | null | undefined;
  onChange: (at: number | undefined, from: number | undefined) => void;
}) {
  const { stops, at, from, then, other, onChange } = props;
  const index =
    at === undefined
      ? stops.length
      : Math.max(
          0,
          stops.findLastIndex(({ position }) => position <= at),
        );
  const stop = at === undefined ? undefined : stops[index];
  const fromText = from === undefined ? 'Now' : `At ${numberText(from)}`;
  const pair =
    at !== undefined && from !== undefined && from < at ? ([other, then] as const) : ([then, other] as const);
  const words =
    pair[0] === then
      ? ([`At ${numberText(at ?? 0)}`, fromText] as const)
      : ([fromText, `At ${numberText(at ?? 0)}`] as const);
  return (
    <div className={styles.past} data-then={at !== undefined}>
      <label className={styles.slider}>
        <span>
          {stop === undefined ? 'Now' : `Position ${numberText(at!)}`}
          {stop?.time && (
            <span className={styles.quiet}>
              {' '}
              <FullTime time={stop.time} />
            </span>
          )}
        </span>
        <input
          type="range"
          aria-label="Position of the log"
          min={0}
          max={stops.length}
          value={index}
          list="memory-stops"
          aria-valuetext={stop === undefined ? 'Now' : `Position ${stop.position}: ${stop.what}`}
          onChange={({ target }) => onChange(stops[Number(target.value)]?.position, from)}
        />
        <datalist id="memory-stops">
          {stops.map(({ position }, place) => (
            <option key={position} value={place} />
          ))}
        </datalist>
      </label>
      <p className={styles.what} data-now={stop === undefined}>
        {stop === undefined ? (
          `It changed at ${counted(stops.length, 'position')} of the log. Move back to see what was believed then.`
        ) : (
          <Statement text={stop.what} />
        )}
      </p>
      {at !== undefined && (
        <>
          {then === null && <p className={styles.then}>Nothing was known of this then.</p>}
          {then && (
            <p className={styles.then}>
              <StatusBadge memory={then} /> <Statement text={then.statement} />
            </p>
          )}
          <div className={styles.compare}>
            <span>Compared with</span>
            <Choice
              label="Compared with"
              value={from === undefined ? '' : String(from)}
              options={[
                { value: '', label: 'Now' },
                ...stops
                  .filter(({ position }) => position !== at)
                  .map(({ position, what }) => ({
                    value: String(position),
                    label: `${numberText(position)}: ${what.slice(0, textMax)}`,
                  })),
              ]}
              onChange={(value) => onChange(at, value === '' ? undefined : Number(value))}
            />
          </div>
          {pair[0] && pair[1] && <DifferenceView before={pair[0]} after={pair[1]} words={words} />}
        </>
      )}
    </div>
  );
}
