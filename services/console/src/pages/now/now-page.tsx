import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useRef } from 'react';
import { useSessions } from '../../api/sessions.ts';

import { useShortcuts } from '../../app/shortcuts.tsx';
import { useTitle } from '../../app/title.ts';
import { FailureNotice } from '../../parts/notice.tsx';
import { counted } from '../../words/quantity.ts';
import { arrangeSessions } from './arrange.ts';
import { EmptyList, NothingFits } from './empty-list.tsx';
import { Filters } from './filters.tsx';
import styles from './now-page.module.css';
import type { NowSearch } from './route.ts';
import { SessionTable } from './session-table.tsx';
import { useRowKeys } from './use-row-keys.ts';

/** Every session: who needs a person, what runs, what is over. */
export function NowPage() {
  const search = useSearch({ from: '/' });
  const { state, project, q = '' } = search;
  const navigate = useNavigate({ from: '/' });
  const all = useSessions();
  const chosen = useSessions({ state, project });
  const text = useDeferredValue(q);
  const page = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const keys = useRowKeys(page);
  useTitle('Now');
  useShortcuts('Sessions', [
    ...keys,
    {
      keys: ['/'],
      label: 'Filter',
      run: () => {
        field.current?.focus();
        return true;
      },
    },
  ]);

  const change = (next: NowSearch) => void navigate({ search: next, replace: true });
  const sessions = chosen.data?.pages.flatMap((one) => one.sessions) ?? [];
  const projects = [...new Set(all.data?.pages.flatMap((one) => one.sessions.flatMap((row) => row.project ?? [])))];
  const { live, over } = arrangeSessions(sessions, text);
  const filtered = state !== undefined || project !== undefined || q !== '';

  return (
    <div className={styles.scroller} ref={page}>
      <div className={styles.page}>
        <div className={styles.head}>
          <h1>Sessions</h1>
          <p className={styles.sum} role="status">
            {chosen.data && `${counted(live.length + over.length, 'session')}, ${live.length} live`}
          </p>
          <Filters search={search} projects={projects.sort()} field={field} onChange={change} />
        </div>
        {chosen.isPending && <Waiting />}
        {chosen.error && <FailureNotice error={chosen.error} onRetry={() => void chosen.refetch()} />}
        {chosen.data &&
          live.length + over.length === 0 &&
          (filtered ? <NothingFits onClear={() => change({})} /> : <EmptyList />)}
        {live.length > 0 && <SessionTable title="Live" sessions={live} />}
        {over.length > 0 && <SessionTable title="Earlier" sessions={over} />}
        {chosen.hasNextPage && (
          <button
            type="button"
            className={styles.more}
            disabled={chosen.isFetchingNextPage}
            onClick={() => void chosen.fetchNextPage()}
          >
            {chosen.isFetchingNextPage ? 'Loading' : 'Show older sessions'}
          </button>
        )}
      </div>
    </div>
  );
}

function Waiting() {
  return (
    <div className={styles.waiting} role="status">
      <span className="unseen">Loading sessions</span>
      {['a', 'b', 'c', 'd'].map((row) => (
        <div key={row} className={styles.bone} />
      ))}
    </div>
  );
}
