import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useRef } from 'react';
import { useSessions } from '../../api/sessions.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { useTitle } from '../../app/title.ts';
import { Bones } from '../../parts/bones.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { counted, numberText } from '../../words/quantity.ts';
import { arrangeSessions, projectsOf } from './arrange.ts';
import { EmptyList, NothingFits } from './empty-list.tsx';
import { Filters } from './filters.tsx';
import styles from './now-page.module.css';
import type { NowSearch } from './route.ts';
import { SessionTable } from './session-table.tsx';
import { useRowKeys } from './use-row-keys.ts';
import { useWholeSearch } from './use-whole-search.ts';

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
  useWholeSearch(chosen, q !== '');
  useTitle('Sessions');
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
  const projects = useMemo(() => projectsOf(all.data?.pages.flatMap((one) => one.sessions) ?? []), [all.data]);
  const { live, over } = arrangeSessions(sessions, text);
  const older = chosen.hasNextPage;
  const filtered = state !== undefined || project !== undefined || q !== '';

  const isEmpty = chosen.data !== undefined && !filtered && sessions.length === 0;

  return (
    <div className={styles.scroller} ref={page}>
      <div className={styles.page}>
        <div className={styles.head}>
          <h1>Sessions</h1>
          <p className={styles.sum} role="status">
            {chosen.data && !isEmpty && sumText(live.length, live.length + over.length, sessions.length, older)}
          </p>
          {!isEmpty && <Filters search={search} projects={projects} field={field} onChange={change} />}
        </div>
        {chosen.isPending && (
          <div className={styles.waiting}>
            <Bones label="Loading sessions" />
          </div>
        )}
        {chosen.error && <FailureNotice error={chosen.error} onRetry={() => void chosen.refetch()} />}
        {isEmpty && <EmptyList />}
        {chosen.data && !isEmpty && live.length + over.length === 0 && !chosen.isFetchingNextPage && (
          <NothingFits onClear={() => change({})} />
        )}
        {live.length > 0 && <SessionTable title="Live" sessions={live} more={false} />}
        {over.length > 0 && <SessionTable title="Earlier" sessions={over} more={older} />}
        {older && (
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

/** How many are shown, and honestly out of what: older ones may not have been read yet. */
function sumText(live: number, shown: number, read: number, older: boolean): string {
  if (!older) return `${counted(shown, 'session')}, ${live} live`;
  if (shown < read) return `${numberText(shown)} of the newest ${numberText(read)}, ${live} live`;
  return `Newest ${numberText(shown)}, ${live} live`;
}
