import styles from './compare.module.css';

/** The columns of every table here, so that all of them stand in line. */
export function Widths() {
  return (
    <colgroup>
      <col className={styles.nameColumn} />
      <col />
      <col />
      <col className={styles.againstColumn} />
    </colgroup>
  );
}
