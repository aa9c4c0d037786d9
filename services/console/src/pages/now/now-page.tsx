import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useRef } from 'react';
import { useNow } from '../../api/now.ts';
import { useSessions } from '../../api/sessions.ts';
import { useTitle } from '../../app/title.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { Bones } from '../../parts/bones.tsx';
import { FilterField } from '../../parts/field.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { useWholeList } from '../../parts/use-whole-list.ts';
import { counted, numberText } from '../../words/quantity.ts';
import { withValue } from '../../words/search-text.ts';
import { ApprovalsLine } from './approvals-line.tsx';
import { arrangeSessions } from './arrange.ts';
import { EmptyList, NothingFits } from './empty-list.tsx';
import { Filters } from './filters.tsx';
import type { NowSearch } from './route.ts';
import { SessionTable } from './session-table.tsx';
import { Today } from './today.tsx';

/** Every session: who needs a person, what runs and does what, what is over. */
export function NowPage() {
  const search = useSearch({ from: '/' });
  const { q = '', ...filter } = search;
  const navigate = useNavigate({ from: '/' });
  const all = useSessions();
  const chosen = useSessions(filter);
  const present = useNow();
  const text = useDeferredValue(q);
  const page = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useWholeList(chosen, q !== '');
  useTitle('Now');
  usePageKeys('Sessions', { page, row: 'session', field });

  const change = (next: NowSearch) => void navigate({ search: next, replace: true });
  const sessions = chosen.data?.pages.flatMap((one) => one.sessions) ?? [];
  const { live, over } = arrangeSessions(sessions, text);
  const older = chosen.hasNextPage;
  // What they do comes with the sessions, so that no row grows under the reader's eyes.
  const isPending = chosen.isPending || present.isPending;
  const isEmpty = chosen.data !== undefined && Object.keys(search).length === 0 && sessions.length === 0;

  return (
    <Page
      page={page}
      title="Now"
      sum={chosen.data && !isEmpty && sumText(live.length, live.length + over.length, sessions.length, older)}
      field={
        !isEmpty && (
          <FilterField
            field={field}
            label="Filter sessions"
            value={q}
            onChange={(value) => change(withValue(search, 'q', value))}
          />
        )
      }
      tools={
        !isEmpty && (
          <Filters search={search} sessions={all.data?.pages.flatMap((one) => one.sessions) ?? []} onChange={change} />
        )
      }
    >
      <ApprovalsLine />
      {!isEmpty && <Today />}
      {isPending && <Bones label="Loading sessions" inset={false} />}
      {chosen.error && <FailureNotice error={chosen.error} onRetry={() => void chosen.refetch()} />}
      {isEmpty && <EmptyList />}
      {chosen.data && !isEmpty && live.length + over.length === 0 && !chosen.isFetchingNextPage && (
        <NothingFits onClear={() => change({})} />
      )}
      {!isPending && live.length > 0 && (
        <SessionTable title="Live" sessions={live} more={false} present={present.data} />
      )}
      {!isPending && over.length > 0 && <SessionTable title="Earlier" sessions={over} more={older} />}
      {!isPending && older && <MoreButton query={chosen}>Show older sessions</MoreButton>}
    </Page>
  );
}

/** How many are shown, and honestly out of what: older ones may not have been read yet. */
function sumText(live: number, shown: number, read: number, older: boolean): string {
  if (!older) return `${counted(shown, 'session')}, ${live} live`;
  if (shown < read) return `${numberText(shown)} of the newest ${numberText(read)}, ${live} live`;
  return `Newest ${numberText(shown)}, ${live} live`;
}
