import type { ReactNode } from 'react';
import styles from './rows.module.css';

/** What is known of one thing, each with its name; what is not known is left out. `wide` have a line of their own. */
export function FactList(props: { facts: Readonly<Record<string, ReactNode>>; wide?: readonly string[] }) {
  const { facts, wide = [] } = props;
  const known = Object.entries(facts).filter(
    ([, value]) => value !== null && value !== undefined && value !== '' && value !== false,
  );
  return (
    <dl className={styles.facts}>
      {known.map(([name, value]) => (
        <div key={name} data-wide={wide.includes(name)}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
