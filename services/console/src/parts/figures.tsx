import type { ReactNode } from 'react';
import styles from './figures.module.css';

/** A few numbers that matter, each with what it means and what belongs to it. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className={styles.figures}>{children}</dl>;
}

export function Figure(props: { name: string; children: ReactNode; about?: ReactNode }) {
  const { name, children, about } = props;
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd className={styles.value}>{children}</dd>
      <dd className={styles.about}>{about}</dd>
    </div>
  );
}
