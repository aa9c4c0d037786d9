import { useAccesses } from '../../../api/session-entry.ts';
import type { FileEntry } from '../../../api/shapes.ts';
import { Bones } from '../../../parts/bones.tsx';
import { LineCounts } from '../../../parts/line-counts.tsx';
import { LinkButton } from '../../../parts/link-button.tsx';
import { Clock } from '../../../parts/moment.tsx';
import { FailureNotice } from '../../../parts/notice.tsx';
import { counted } from '../../../words/quantity.ts';
import type { Course } from '../course/course.ts';
import { FileChange, howText, isUnseen } from '../file-change.tsx';
import type { ChangeSearch } from '../session-page.tsx';
import styles from './files.module.css';
import type { FileThen } from './files-at.ts';

/** What the session had done to one file at a moment, in order. */
export function Accesses(props: {
  session: string;
  course: Course;
  moments: ReadonlyMap<number, number>;
  moment: number;
  file: FileThen;
  onChange: ChangeSearch;
}) {
  const { session, course, moments, moment, file, onChange } = props;
  const { data, error, refetch } = useAccesses(session, file.path, course.last);
  if (error && data === undefined) return <FailureNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones label="Loading the accesses" />;
  const shown = data.accesses.filter(({ position }) => (moments.get(position) ?? 0) <= moment);
  return (
    <ol>
      {shown.map((access) => (
        <li key={access.id} className={styles.access}>
          <p className={styles.how}>
            <Clock time={access.at} /> <strong>{howText(access)}</strong> {linesRead(access)}
            <LineCounts added={access.linesAdded} removed={access.linesRemoved} />
            {isUnseen(access) && <span>no diff recorded</span>}
            <LinkButton onClick={() => onChange({ tab: undefined, file: undefined, entry: access.call ?? access.id })}>
              show in the time line
            </LinkButton>
          </p>
          <FileChange file={access} bare />
        </li>
      ))}
    </ol>
  );
}

function linesRead({ how, startLine, lines, totalLines }: FileEntry): string {
  if (how !== 'read' || lines === null) return '';
  if (totalLines !== null && lines >= totalLines) return counted(lines, 'line');
  return `${counted(lines, 'line')}${startLine === null ? '' : ` from ${startLine}`}${totalLines === null ? '' : ` of ${totalLines}`}`;
}
