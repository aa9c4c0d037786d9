import { useMemo, useRef } from 'react';
import type { FileEntry } from '../../api/shapes.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Clock } from '../../parts/moment.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Path } from '../../parts/path.tsx';
import { pathWithin } from '../../words/path.ts';
import { counted } from '../../words/quantity.ts';
import { FileChange, howText, isUnseen, LineCounts } from './file-change.tsx';
import styles from './files.module.css';
import { type FileOfSession, filesOf } from './files-of-session.ts';
import type { Lines } from './lines.ts';
import type { ChangeSearch } from './session-page.tsx';

/** Every path the session touched, and what it did to the chosen one, in order. */
export function Files(props: {
  lines: Lines;
  /** The folder that paths are told from. */
  root: string | null;
  chosen: string | undefined;
  onChange: ChangeSearch;
}) {
  const { lines, root, chosen, onChange } = props;
  const files = useMemo(() => filesOf(lines.files), [lines]);
  const list = useRef<HTMLUListElement>(null);
  const file = files.find(({ path }) => path === chosen) ?? (chosen === undefined ? files[0] : undefined);
  const choose = (path: string | undefined) => onChange({ file: path }, { replace: true });
  const step = (by: number) => () => {
    const next = files[Math.min(Math.max((file === undefined ? -1 : files.indexOf(file)) + by, 0), files.length - 1)];
    if (next === undefined) return false;
    choose(next.path);
    list.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(next.path)}"]`)?.focus();
    return true;
  };
  useShortcuts('Files', [
    { keys: ['j', 'ArrowDown'], label: 'Next file', run: step(1) },
    { keys: ['k', 'ArrowUp'], label: 'File before', run: step(-1) },
    {
      keys: ['Escape'],
      label: 'Back to the list',
      run: () => {
        if (chosen === undefined) return false;
        choose(undefined);
        return true;
      },
    },
  ]);
  if (files.length === 0) return <Notice icon="file" title="This session touched no file that was seen" />;
  return (
    <div className={styles.files} data-open={chosen !== undefined}>
      <nav className={styles.list} aria-label="Files">
        <ul ref={list}>
          {files.map((one) => (
            <li key={one.path}>
              <button
                type="button"
                className={styles.file}
                data-path={one.path}
                aria-current={one === file}
                onClick={() => choose(one.path)}
              >
                <span className="unseen">{one.path}</span>
                <span className={styles.path} title={one.path} aria-hidden="true">
                  <Path path={pathWithin(one.path, root)} nameFirst />
                </span>
                <span className={styles.counts}>
                  {one.written ? <LineCounts added={one.linesAdded} removed={one.linesRemoved} /> : 'read'}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <section className={styles.changes} aria-label="Accesses to the file">
        {file === undefined ? (
          <Notice icon="question" title="This session did not touch that file" />
        ) : (
          <OneFile file={file} root={root} onBack={() => choose(undefined)} onChange={onChange} />
        )}
      </section>
    </div>
  );
}

function OneFile(props: { file: FileOfSession; root: string | null; onBack: () => void; onChange: ChangeSearch }) {
  const { file, root, onBack, onChange } = props;
  return (
    <>
      <header className={styles.head}>
        <button type="button" className={styles.back} onClick={onBack} aria-label="All files">
          <Icon name="back" />
        </button>
        <h2 title={file.path}>{pathWithin(file.path, root)}</h2>
        <span>{counted(file.accesses.length, 'access', 'accesses')}</span>
      </header>
      <ol>
        {file.accesses.map((access) => (
          <li key={access.id} className={styles.access}>
            <p className={styles.how}>
              <Clock time={access.at} /> <strong>{howText(access)}</strong> {linesRead(access)}
              <LineCounts added={access.linesAdded} removed={access.linesRemoved} />
              {isUnseen(access) && <span>no diff recorded</span>}
              <LinkButton
                onClick={() => onChange({ tab: undefined, file: undefined, entry: access.call ?? access.id })}
              >
                show in the time line
              </LinkButton>
            </p>
            <FileChange file={access} bare />
          </li>
        ))}
      </ol>
    </>
  );
}

function linesRead({ how, startLine, lines, totalLines }: FileEntry): string {
  if (how !== 'read' || lines === null) return '';
  if (totalLines !== null && lines >= totalLines) return counted(lines, 'line');
  return `${counted(lines, 'line')}${startLine === null ? '' : ` from ${startLine}`}${totalLines === null ? '' : ` of ${totalLines}`}`;
}
