import type { FileEntry } from '../../api/shapes.ts';
import { Diff } from '../../parts/diff.tsx';
import { LineCounts } from '../../parts/line-counts.tsx';
import styles from './file-change.module.css';

const howWords: Readonly<Record<FileEntry['how'], string>> = {
  read: 'read',
  create: 'created',
  edit: 'edited',
  delete: 'deleted',
  move: 'moved',
  change: 'changed on disk',
};

export function howText({ how }: FileEntry): string {
  return howWords[how];
}

/** What one access did to one file: its diff where that was seen. */
export function FileChange({ file, bare = false }: { file: FileEntry; bare?: boolean }) {
  const { patch, path, fromPath } = file;
  return (
    <div className={styles.change}>
      {!bare && (
        <p className={styles.head}>
          <code>{fromPath === null ? path : `${fromPath} → ${path}`}</code>
          <span>{howText(file)}</span>
          <LineCounts added={file.linesAdded} removed={file.linesRemoved} />
        </p>
      )}
      {patch !== null && patch.length > 0 ? (
        <Diff hunks={patch} label={`Changes of ${path}`} />
      ) : (
        isUnseen(file) &&
        !bare && <p className={styles.none}>No diff was recorded; the input has what was asked for.</p>
      )}
    </div>
  );
}

/** It changed, and its lines are not known. */
export function isUnseen({ how, patch }: FileEntry): boolean {
  return how !== 'read' && (patch === null || patch.length === 0);
}
