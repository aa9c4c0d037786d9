import type { ReactNode } from 'react';
import styles from './section.module.css';

/** A part of what is told about an entry, under its own heading. */
export function Section(props: { title: string; aside?: ReactNode; tone?: 'bad'; children: ReactNode }) {
  const { title, aside, tone, children } = props;
  return (
    <section className={styles.section} data-tone={tone}>
      <header className={styles.head}>
        <h3>{title}</h3>
        {aside && <span className={styles.aside}>{aside}</span>}
      </header>
      {children}
    </section>
  );
}

/** The name of an entry, with what is most telling about it. */
export function EntryTitle({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className={styles.title}>
      <h2>{title}</h2>
      {children}
    </header>
  );
}

/** Facts in two columns; what is not known is left out. */
export function Facts({ facts }: { facts: Readonly<Record<string, ReactNode>> }) {
  return (
    <dl className={styles.facts}>
      {Object.entries(facts)
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
