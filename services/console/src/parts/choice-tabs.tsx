import { numberText } from '../words/quantity.ts';
import styles from './choice-tabs.module.css';

/** The parts of a list, of which one is shown, each with how many there are of it where that is known. */
export function ChoiceTabs<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { readonly value: Value; readonly label: string; readonly count?: number | undefined }[];
  onChange: (value: Value) => void;
}) {
  const { label, value, options, onChange } = props;
  return (
    <fieldset className={styles.tabs}>
      <legend className="unseen">{label}</legend>
      {options.map((one) => (
        <button
          key={one.value}
          type="button"
          className={styles.tab}
          aria-pressed={one.value === value}
          onClick={() => onChange(one.value)}
        >
          {one.label}
          {'count' in one && (
            <>
              {' '}
              <span className={styles.count}>{one.count === undefined ? '' : numberText(one.count)}</span>
            </>
          )}
        </button>
      ))}
    </fieldset>
  );
}
