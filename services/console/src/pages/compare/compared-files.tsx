import { useId } from 'react';
import type { Compared, ComparedFile, SideOfFile } from '../../api/compare.ts';
import { Icon } from '../../parts/icon.tsx';
import { LineCounts } from '../../parts/line-counts.tsx';
import { Path } from '../../parts/path.tsx';
import styles from './compare.module.css';
import { FileDifference } from './file-difference.tsx';

const changeNames: Readonly<Record<ComparedFile['change'], string>> = {
  differs: 'Differs',
  same: 'The same',
  'only-left': 'Only left',
  'only-right': 'Only right',
  unknown: 'Not known',
};
const order = ['differs', 'only-left', 'only-right', 'unknown', 'same'];

/** Every file that either side changed; opened, how the right one differs from the left one. */
export function ComparedFiles(props: {
  files: readonly ComparedFile[];
  of: Compared;
  open: string | undefined;
  onOpen: (path: string | undefined) => void;
}) {
  const { files, of, open, onOpen } = props;
  if (files.length === 0) return <p className={styles.quiet}>Neither side changed a file.</p>;
  const sorted = files.toSorted(
    (a, b) => order.indexOf(a.change) - order.indexOf(b.change) || (a.path < b.path ? -1 : 1),
  );
  return (
    <ul className={styles.files}>
      {sorted.map((file) => (
        <FileLine
          key={file.path}
          file={file}
          of={of}
          open={open === file.path}
          onToggle={() => onOpen(open === file.path ? undefined : file.path)}
        />
      ))}
    </ul>
  );
}

function FileLine(props: { file: ComparedFile; of: Compared; open: boolean; onToggle: () => void }) {
  const { file, of, open, onToggle } = props;
  const id = useId();
  return (
    <li>
      <button type="button" className={styles.file} aria-expanded={open} aria-controls={id} onClick={onToggle} data-row>
        <span className={styles.arrow}>
          <Icon name="right" size={13} />
        </span>
        <span className={styles.filePath}>
          <Path path={file.path} />
        </span>
        <span className={styles.change} data-change={file.change}>
          {changeNames[file.change]}
        </span>
        <Side name="left" side={file.left} />
        <Side name="right" side={file.right} />
      </button>
      {open && (
        <div id={id} className={styles.difference}>
          <FileDifference file={file} of={of} />
        </div>
      )}
    </li>
  );
}

function Side({ name, side }: { name: string; side: SideOfFile | null }) {
  return (
    <span className={styles.fileSide} data-which={name}>
      <span className="unseen">{name}: </span>
      {side === null ? (
        <span className={styles.quiet}>untouched</span>
      ) : (
        <LineCounts added={side.linesAdded} removed={side.linesRemoved} />
      )}
    </span>
  );
}
