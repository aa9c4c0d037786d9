import type { Line } from './lines.ts';
import styles from './turn-bar.module.css';

/** The turn that the topmost line in sight belongs to, once its own line is above the view. A click goes to it. */
export function TurnBar({ line, onGo }: { line: Line | undefined; onGo: () => void }) {
  if (line?.entry.type !== 'turn') return null;
  return (
    <button type="button" className={styles.bar} tabIndex={-1} onClick={onGo}>
      <span className={styles.number}>Turn {line.number}</span>
      <span className={styles.prompt}>{line.entry.words}</span>
    </button>
  );
}
