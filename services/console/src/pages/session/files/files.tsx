import { useMemo, useRef, useState } from 'react';
import { useVersions } from '../../../api/session-workspace.ts';
import type { Session } from '../../../api/shapes.ts';
import { useShortcuts } from '../../../app/shortcuts.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { LineCounts } from '../../../parts/line-counts.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { pathWithin } from '../../../words/path.ts';
import { counted } from '../../../words/quantity.ts';
import type { Course } from '../course/course.ts';
import type { Lines } from '../lines.ts';
import type { SessionSearch } from '../route.ts';
import type { ChangeSearch } from '../session-page.tsx';
import { FileView } from './file-view.tsx';
import styles from './files.module.css';
import { filesAt, momentsOf } from './files-at.ts';
import { type TreeRow, treeOf } from './tree.ts';

/** The files that the session had touched at a moment, as they were then, and one of them. */
export function Files(props: {
  session: Session;
  course: Course;
  lines: Lines;
  /** Undefined is the end. */
  moment: number | undefined;
  search: SessionSearch;
  onChange: ChangeSearch;
}) {
  const { session, course, lines, moment = course.length - 1, search, onChange } = props;
  const root = session.projectRoot ?? session.cwd;
  const versions = useVersions(session.session, course.last);
  const moments = useMemo(() => momentsOf(course), [course]);
  const files = useMemo(
    () => filesAt(lines.files, versions.data ?? null, moments, moment),
    [lines, versions.data, moments, moment],
  );
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => treeOf(files, root, closed), [files, root, closed]);
  const list = useRef<HTMLUListElement>(null);
  const inRows = rows.flatMap((row) => (row.type === 'file' ? [row.file] : []));
  const chosen = search.file;
  const file =
    files.find(({ path }) => path === chosen) ??
    (chosen === undefined ? (inRows.find(({ written }) => written) ?? inRows[0]) : undefined);
  const choose = (path: string | undefined) => onChange({ file: path }, { replace: true });
  const step = (by: number) => () => {
    const at = file === undefined ? -1 : inRows.indexOf(file);
    const next = inRows[Math.min(Math.max(at + by, 0), inRows.length - 1)];
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
  if (lines.files.length === 0 && (versions.data ?? []).length === 0) {
    return <Notice icon="file" title="This session touched no file that was seen" />;
  }
  const toggle = (key: string) => {
    const next = new Set(closed);
    if (!next.delete(key)) next.add(key);
    setClosed(next);
  };
  return (
    <div className={styles.files} data-open={chosen !== undefined}>
      <nav className={styles.list} aria-label="Files">
        <p className={styles.sum}>
          {files.length === 0 ? 'No file was touched yet' : counted(files.length, 'file')}
          {props.moment !== undefined && files.length > 0 && ' at the cursor'}
        </p>
        <ul ref={list}>
          {rows.map((row) => (
            <li key={row.key} style={{ paddingLeft: row.depth * 14 }}>
              {row.type === 'folder' ? (
                <FolderRow row={row} open={!closed.has(row.key)} onToggle={() => toggle(row.key)} />
              ) : (
                <FileRow row={row} chosen={row.file === file} onChoose={() => choose(row.file.path)} />
              )}
            </li>
          ))}
        </ul>
      </nav>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <section className={styles.changes} tabIndex={0} aria-label="The file">
        {file === undefined ? (
          <Notice icon="question" title={chosen === undefined ? 'Nothing yet' : 'Not touched at this moment'}>
            {chosen !== undefined && <p>The session had not touched {pathWithin(chosen, root)} at the cursor.</p>}
          </Notice>
        ) : (
          <FileView
            key={file.path}
            session={session.session}
            course={course}
            moment={moment}
            moments={moments}
            file={file}
            followed={versions.data !== null}
            root={root}
            view={search.view}
            onBack={() => choose(undefined)}
            onChange={onChange}
          />
        )}
      </section>
    </div>
  );
}

function FolderRow(props: { row: Extract<TreeRow, { type: 'folder' }>; open: boolean; onToggle: () => void }) {
  const { row, open, onToggle } = props;
  return (
    <button type="button" className={styles.folder} aria-expanded={open} onClick={onToggle}>
      <span className={styles.turn} data-turned={open}>
        <Icon name="stepOn" size={12} />
      </span>
      <span className={styles.path}>{row.name}</span>
      {!open && <span className={styles.counts}>{row.files}</span>}
    </button>
  );
}

function FileRow(props: { row: Extract<TreeRow, { type: 'file' }>; chosen: boolean; onChoose: () => void }) {
  const { row, chosen, onChoose } = props;
  const { file } = row;
  return (
    <button
      type="button"
      className={styles.file}
      data-path={file.path}
      data-state={file.state ?? undefined}
      aria-current={chosen}
      onClick={onChoose}
    >
      <span className="unseen">{file.path}</span>
      <span className={styles.path} title={file.path} aria-hidden="true">
        {row.name}
      </span>
      <span className={styles.counts}>
        {file.state === 'unknown' && <span className={styles.unknown}>unknown</span>}
        {file.state === 'absent' && <span className={styles.absent}>deleted</span>}
        {file.added === null && file.removed === null ? (
          file.written ? (
            'written'
          ) : (
            'read'
          )
        ) : (
          <LineCounts added={file.added} removed={file.removed} />
        )}
      </span>
    </button>
  );
}
