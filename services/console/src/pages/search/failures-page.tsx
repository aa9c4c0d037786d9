import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useFailures } from '../../api/failures.ts';
import { useTitle } from '../../app/title.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { Bones } from '../../parts/bones.tsx';
import { Choice } from '../../parts/field.tsx';
import { FailureNotice, Notice, NoticeButton } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { ScopeFields } from '../../parts/scope-fields.tsx';
import { SinceField } from '../../parts/since-field.tsx';
import { withValue } from '../../words/search-text.ts';
import { sinceOf } from '../../words/since.ts';
import { FailingLine } from './failing-line.tsx';
import styles from './failures-page.module.css';
import type { FailuresSearch } from './route.ts';
import { SearchSections } from './search-sections.tsx';

const usual = '7d';

/** Which command failed most, how often, and in whose sessions. */
export function FailuresPage() {
  const search = useSearch({ from: '/search/failures' });
  const { by = 'command', since = usual, open, ...scope } = search;
  const navigate = useNavigate({ from: '/search/failures' });
  const failures = useFailures({ ...scope, by, since: sinceOf(since) });
  const page = useRef<HTMLDivElement>(null);
  useTitle('What failed most');
  usePageKeys('Failures', { page, row: 'line' });

  const change = (next: FailuresSearch) => void navigate({ search: next, replace: true });
  const lines = failures.data?.failures ?? [];
  const most = Math.max(...lines.map((line) => line.failures), 1);
  const narrowed = Object.keys(scope).length > 0 || since !== 'all';

  return (
    <Page
      page={page}
      title="Search"
      tools={
        <>
          <Choice
            label="Count by"
            value={by}
            usual="command"
            options={[
              { value: 'command', label: 'By command' },
              { value: 'error', label: 'By error' },
            ]}
            onChange={(value) => change(withValue(search, 'by', value === 'error' ? 'error' : ''))}
          />
          <ScopeFields search={search} onChange={change} without={['model']} />
          <SinceField
            since={search.since}
            usual={usual}
            onChange={(value) => change(withValue(search, 'since', value))}
          />
        </>
      }
      sections={<SearchSections />}
    >
      {failures.isPending && <Bones label="Counting failures" inset={false} />}
      {failures.error && <FailureNotice error={failures.error} onRetry={() => void failures.refetch()} />}
      {failures.data && lines.length === 0 && (
        <Notice icon="check" title="Nothing failed">
          <p>No {by === 'command' ? 'command' : 'call'} ended badly in these sessions.</p>
          {narrowed && <NoticeButton onClick={() => change({ since: 'all' })}>Look at everything</NoticeButton>}
        </Notice>
      )}
      {lines.length > 0 && (
        <>
          <div className={styles.head} aria-hidden="true">
            <span>
              {by === 'command' ? 'Command, and in whose sessions it failed' : 'Error, and whose sessions met it'}
            </span>
            <span>Failed</span>
            <span>Sessions</span>
            <span>Last</span>
          </div>
          <ol className={styles.lines} aria-label="What failed most" data-old={failures.isPlaceholderData}>
            {lines.map((line) => (
              <FailingLine
                key={line.key}
                line={line}
                most={most}
                open={open === line.key}
                onToggle={() => change(withValue(search, 'open', open === line.key ? '' : line.key))}
              />
            ))}
          </ol>
        </>
      )}
    </Page>
  );
}
