import type { ReactNode, RefObject } from 'react';
import styles from './page.module.css';

/** What every page but a session's stands in: its title, how much it shows, and the fields that choose what. */
export function Page(props: {
  page?: RefObject<HTMLDivElement | null>;
  title: string;
  /** One line on what is shown; its place is kept while it is not known, and there is none for null. */
  sum?: ReactNode;
  /** Where one types what to look for, before the tools. */
  field?: ReactNode;
  tools?: ReactNode;
  sections?: ReactNode;
  children: ReactNode;
}) {
  const { page, title, sum, field, tools, sections, children } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={styles.scroller} ref={page} tabIndex={0} aria-label={title}>
      <div className={styles.page}>
        <header className={styles.head}>
          <h1>{title}</h1>
          {sum !== null && (
            <p className={styles.sum} role="status">
              {sum}
            </p>
          )}
          {(field || tools) && (
            <search className={styles.search}>
              {field && <div className={styles.field}>{field}</div>}
              {tools && <div className={styles.tools}>{tools}</div>}
            </search>
          )}
        </header>
        {sections}
        {children}
      </div>
    </section>
  );
}

/** A part of a page under a title of its own. */
export function Part(props: { title: string; about?: ReactNode; tools?: ReactNode; children: ReactNode }) {
  const { title, about, tools, children } = props;
  return (
    <section className={styles.part} aria-label={title}>
      <header className={styles.partHead}>
        <h2>{title}</h2>
        {tools}
        {about && <p className={styles.about}>{about}</p>}
      </header>
      {children}
    </section>
  );
}
