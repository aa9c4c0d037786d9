import type { RefObject } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { useTyped } from '../../parts/use-typed.ts';
import styles from './query-field.module.css';

/** What is looked for. It asks by itself when one stops typing, and at once by the enter key. */
export function QueryField(props: {
  field: RefObject<HTMLInputElement | null>;
  value: string;
  onChange: (value: string) => void;
}) {
  const { field, value, onChange } = props;
  const [typed, setTyped] = useTyped(value, onChange);
  return (
    <label className={styles.query}>
      <Icon name="search" size={18} />
      <span className="unseen">Search all sessions</span>
      <input
        ref={field}
        type="search"
        value={typed}
        placeholder="Words, or filters such as failed:&quot;npm test&quot; edited:total.ts"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onChange(typed);
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (typed === '') field.current?.blur();
          setTyped('');
          onChange('');
        }}
      />
    </label>
  );
}
