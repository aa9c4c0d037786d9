import type { ReactNode } from 'react';
import styles from './link-button.module.css';

/** What looks like a link and changes only what this page shows. */
export function LinkButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={styles.link} onClick={onClick}>
      {children}
    </button>
  );
}
