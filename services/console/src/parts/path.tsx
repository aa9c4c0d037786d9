import { partsOfPath } from '../words/path.ts';
import styles from './path.module.css';

/** A path in one line: where space is short its folder is cut, never its name. */
export function Path({ path, nameFirst = false }: { path: string; nameFirst?: boolean }) {
  const { folder, name } = partsOfPath(path);
  return (
    <span className={styles.path} data-name-first={nameFirst}>
      {folder !== '' && <span className={styles.folder}>{folder}</span>}
      <span className={styles.name}>{name}</span>
    </span>
  );
}
