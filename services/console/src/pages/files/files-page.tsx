import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { type FileOfProject, useFiles } from '../../api/files.ts';
import { useTitle } from '../../app/title.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { Bones } from '../../parts/bones.tsx';
import { FilterField } from '../../parts/field.tsx';
import { Ago } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { FailureNotice, Notice, NoticeButton } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Path } from '../../parts/path.tsx';
import { ScopeFields } from '../../parts/scope-fields.tsx';
import { useTyped } from '../../parts/use-typed.ts';
import { counted, named, numberText } from '../../words/quantity.ts';
import { withValue } from '../../words/search-text.ts';
import { projectText } from '../../words/session-words.ts';
import styles from './files-page.module.css';
import type { FilesSearch } from './route.ts';

/** Every file that sessions read or wrote; each leads to its history. */
export function FilesPage() {
  const search = useSearch({ from: '/files' });
  const { project, q } = search;
  const navigate = useNavigate({ from: '/files' });
  const files = useFiles({ project, q });
  const page = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useTitle('Files');
  usePageKeys('Files', { page, row: 'file', field });

  const change = (next: FilesSearch) => void navigate({ search: next, replace: true });
  const [typed, setTyped] = useTyped(q ?? '', (value) => change(withValue(search, 'q', value)));
  const found = files.data?.pages.flatMap((one) => one.files) ?? [];

  return (
    <Page
      page={page}
      title="Files"
      sum={
        files.data &&
        found.length > 0 &&
        (files.hasNextPage ? `The ${numberText(found.length)} touched last` : counted(found.length, 'file'))
      }
      field={<FilterField field={field} label="Part of the path" value={typed} onChange={setTyped} />}
      tools={<ScopeFields search={search} onChange={change} without={['actor', 'harness', 'model']} />}
    >
      {files.isPending && <Bones label="Loading files" inset={false} />}
      {files.error && <FailureNotice error={files.error} onRetry={() => void files.refetch()} />}
      {files.data && found.length === 0 && (
        <Notice icon="folder" title={q || project ? 'No such file was touched' : 'No file was touched yet'}>
          <p>Here is every file that a session read or wrote: who did, when, and what it held at any moment.</p>
          {(q || project) && <NoticeButton onClick={() => change({})}>Show all files</NoticeButton>}
        </Notice>
      )}
      {found.length > 0 && (
        <div data-old={files.isPlaceholderData} className={styles.list}>
          <div className={styles.head} aria-hidden="true">
            <span>File</span>
            <span>Project</span>
            <span>Sessions</span>
            <span>Read</span>
            <span>Written</span>
            <span>Last</span>
          </div>
          <ul aria-label="Files">
            {found.map((file) => (
              <FileLine key={`${file.project} ${file.path}`} file={file} />
            ))}
          </ul>
        </div>
      )}
      {files.hasNextPage && <MoreButton query={files}>Show more files</MoreButton>}
    </Page>
  );
}

function FileLine({ file }: { file: FileOfProject }) {
  const { project, path, sessions, reads, writes, lastAt, lastSession } = file;
  return (
    <li>
      <Link to="/files/history" search={{ project, path }} className={styles.row} title={path} data-row>
        <span className={styles.path}>
          <Path path={path} nameFirst />
        </span>
        <span className={styles.project}>
          {projectText({ project, projectName: lastSession?.projectName ?? null })}
        </span>
        <Count count={sessions} of={named(sessions, 'session')} />
        <Count count={reads} of={named(reads, 'read')} />
        <Count count={writes} of={named(writes, 'write')} />
        <span className={styles.last}>
          <Ago time={lastAt} />
        </span>
      </Link>
    </li>
  );
}

function Count({ count, of }: { count: number; of: string }) {
  return (
    <span className={styles.number} data-none={count === 0}>
      {numberText(count)}
      <span className={styles.unit}> {of}</span>
    </span>
  );
}
