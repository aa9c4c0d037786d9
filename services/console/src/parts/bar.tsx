import styles from './bar.module.css';

/** How large a part is, from 0 to 1, beside the number that says it. */
export function Bar({ share, tone = 'plain' }: { share: number; tone?: 'plain' | 'bad' | 'good' }) {
  return (
    <svg className={styles.bar} data-tone={tone} aria-hidden="true" focusable="false" height="6" width="100%">
      <rect className={styles.ground} width="100%" height="6" rx="3" />
      <rect className={styles.part} width={`${Math.max(0, Math.min(1, share)) * 100}%`} height="6" rx="3" />
    </svg>
  );
}
