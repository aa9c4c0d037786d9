import styles from './line-counts.module.css';

/** `+3 −1`, said in words to who cannot see it. */
export function LineCounts({ added, removed }: { added: number | null; removed: number | null }) {
  if (added === null && removed === null) return null;
  return (
    <span className={styles.counts}>
      <span className={styles.added}>
        +{added ?? 0}
        <span className="unseen"> lines added</span>
      </span>{' '}
      <span className={styles.removed}>
        −{removed ?? 0}
        <span className="unseen"> lines removed</span>
      </span>
    </span>
  );
}
