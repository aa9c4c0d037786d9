import styles from './unknown.module.css';

/** Where a value would stand that nobody knows; `why` says more to who points at it. */
export function Unknown({ why }: { why?: string }) {
  return (
    <span className={styles.unknown} title={why}>
      <span aria-hidden="true">–</span>
      <span className="unseen">unknown{why && `: ${why}`}</span>
    </span>
  );
}
