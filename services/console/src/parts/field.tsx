import type { RefObject } from 'react';
import styles from './field.module.css';
import { Icon } from './icon.tsx';

/** A field for words to filter by. Escape empties it, and leaves it when it is empty. */
export function FilterField(props: {
  field: RefObject<HTMLInputElement | null>;
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { field, label, value, onChange } = props;
  return (
    <label className={styles.filter}>
      <Icon name="search" />
      <span className="unseen">{label}</span>
      <input
        ref={field}
        type="search"
        value={value}
        placeholder="Filter"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (value === '') field.current?.blur();
          else onChange('');
        }}
      />
    </label>
  );
}

/** One of a few. It is marked where it is not the usual one. */
export function Choice(props: {
  label: string;
  value: string;
  usual?: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  const { label, value, usual = '', options, onChange } = props;
  const known = options.some((option) => option.value === value);
  return (
    <select
      className={styles.choice}
      aria-label={label}
      value={value}
      data-set={value !== usual}
      onChange={(event) => onChange(event.target.value)}
    >
      {!known && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
