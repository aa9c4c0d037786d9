import type { ReactNode } from 'react';
import { useContent, useDifference, type Why } from '../../../api/session-workspace.ts';
import { Bones } from '../../../parts/bones.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Diff } from '../../../parts/diff.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { LineCounts } from '../../../parts/line-counts.tsx';
import { LinkButton } from '../../../parts/link-button.tsx';
import { FailureNotice } from '../../../parts/notice.tsx';
import { pathWithin } from '../../../words/path.ts';
import { bytesText, counted } from '../../../words/quantity.ts';
import { type Course, turnAt } from '../course/course.ts';
import type { ChangeSearch } from '../session-page.tsx';
import { fileViews, type FileView as View } from '../views.ts';
import { Accesses } from './accesses.tsx';
import { CodeView } from './code-view.tsx';
import styles from './files.module.css';
import type { FileThen } from './files-at.ts';

/** One file as it was at a moment: what changed in it, what it held, who touched it. */
export function FileView(props: {
  session: string;
  course: Course;
  moment: number;
  moments: ReadonlyMap<number, number>;
  file: FileThen;
  /** Contents are followed, not only accesses. */
  followed: boolean;
  /** The folder that paths are told from. */
  root: string | null;
  view: View | undefined;
  onBack: () => void;
  onChange: ChangeSearch;
}) {
  const { session, course, moment, moments, file, followed, root, onBack, onChange } = props;
  // Without a single content there is nothing but accesses to show.
  const known = followed && file.versions.some(({ hash }) => hash !== null);
  const view = known ? (props.view ?? 'since-start') : 'accesses';
  const { version } = file;
  return (
    <>
      <header className={styles.head}>
        <button type="button" className={styles.back} onClick={onBack} aria-label="All files">
          <Icon name="back" />
        </button>
        <h2 title={file.path}>{pathWithin(file.path, root)}</h2>
        {version?.lines != null && <span>{counted(version.lines, 'line')}</span>}
        {version?.bytes != null && <span>{bytesText(version.bytes)}</span>}
        <LineCounts added={file.added} removed={file.removed} />
        <CopyButton text={file.path} what="path" />
      </header>
      {known && (
        <fieldset className={styles.views} aria-label="How to look at it">
          {fileViews.map(({ value, label }) => (
            <button
              key={value}
              type="button"
              className={styles.view}
              aria-pressed={view === value}
              onClick={() => onChange({ view: value === 'since-start' ? undefined : value }, { replace: true })}
            >
              {label}
            </button>
          ))}
        </fieldset>
      )}
      {version?.state === 'unknown' && version.why !== null && <Unknown why={version.why} onChange={onChange} />}
      {version?.state === 'absent' && <p className={styles.note}>It is deleted at this moment.</p>}
      {view === 'since-start' && (
        <Difference session={session} file={file} from={startOf(file)} course={course} moment={moment} />
      )}
      {view === 'since-turn' && (
        <Difference session={session} file={file} from={beforeTurn(course, moment)} course={course} moment={moment} />
      )}
      {view === 'content' && <Content session={session} file={file} />}
      {view === 'accesses' && (
        <Accesses session={session} course={course} moments={moments} moment={moment} file={file} onChange={onChange} />
      )}
    </>
  );
}

/** Changes are counted from the file's first known state; of one that the session created, from nothing. */
function startOf({ versions }: FileThen): number {
  const first = versions.find(({ state }) => state === 'known');
  return first === undefined || first.how === 'create' ? 0 : first.position;
}

/** The last event before the turn at a moment. */
function beforeTurn(course: Course, moment: number): number {
  const turn = turnAt(course, moment);
  return turn === undefined || turn.start === 0 ? 0 : (course.positions[turn.start - 1] ?? 0);
}

function Unknown({ why, onChange }: { why: Why; onChange: ChangeSearch }) {
  return (
    <p className={styles.why}>
      <strong>Its content is not known here.</strong> {why.text}{' '}
      {why.call !== null && (
        <LinkButton onClick={() => onChange({ tab: undefined, entry: why.call ?? undefined })}>
          Show the call
        </LinkButton>
      )}
    </p>
  );
}

function Difference(props: { session: string; file: FileThen; from: number; course: Course; moment: number }) {
  const { session, file, from, course, moment } = props;
  const known = file.versions.findLast(({ state }) => state !== 'unknown');
  const to = file.state === 'unknown' ? (known?.position ?? 0) : (course.positions[moment] ?? 0);
  const { data, error, isPending, refetch } = useDifference(session, file.path, from, to);
  if (known === undefined) return <p className={styles.note}>No content of it was seen whole.</p>;
  if (error) return <FailureNotice error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Bones label="Loading the changes" />;
  const note: ReactNode =
    file.state === 'unknown' ? <p className={styles.note}>Up to where it was last known:</p> : null;
  if (data === null || data.change === 'same' || data.patch?.length === 0) {
    return (
      <>
        {note}
        <p className={styles.note}>No change.</p>
      </>
    );
  }
  if (data.patch === null) {
    return <p className={styles.note}>What changed is not known: one of the two sides was not seen whole.</p>;
  }
  return (
    <>
      {note}
      <Diff hunks={data.patch} label={`Changes of ${file.path}`} />
    </>
  );
}

function Content({ session, file }: { session: string; file: FileThen }) {
  const known = file.versions.findLast(({ hash }) => hash !== null);
  const { data, error, refetch } = useContent(session, known?.hash ?? null);
  if (known === undefined) return <p className={styles.note}>No content of it was seen whole.</p>;
  if (error) return <FailureNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones label="Loading the content" />;
  return (
    <>
      {file.state !== 'known' && <p className={styles.note}>As it was last known:</p>}
      <CodeView text={data} label={`Content of ${file.path}`} />
    </>
  );
}
