import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useFound } from '../../api/search.ts';
import { useTitle } from '../../app/title.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { Bones } from '../../parts/bones.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { FailureNotice, Notice, NoticeButton } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { ScopeFields } from '../../parts/scope-fields.tsx';
import { SinceField } from '../../parts/since-field.tsx';
import { withValue } from '../../words/search-text.ts';
import { sinceOf } from '../../words/since.ts';
import { FoundSession } from './found-session.tsx';
import { QueryField } from './query-field.tsx';
import { QueryHelp } from './query-help.tsx';
import type { SearchSearch } from './route.ts';
import { SavedSearches } from './saved-searches.tsx';
import styles from './search-page.module.css';
import { SearchSections } from './search-sections.tsx';

/** Finds sessions by what was said, done and printed in them, in any order of importance one can ask for. */
export function SearchPage() {
  const search = useSearch({ from: '/search' });
  const { q = '', since = 'all', ...scope } = search;
  const navigate = useNavigate({ from: '/search' });
  const found = useFound({ ...scope, q: q.trim() || undefined, since: sinceOf(since) });
  const page = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useTitle(q === '' ? 'Search' : `${q} · Search`);
  usePageKeys('Search', { page, row: 'result', field });

  const change = (next: SearchSearch) => void navigate({ search: next, replace: true });
  const setQuery = (value: string) => change(withValue(search, 'q', value));
  const results = found.data?.pages.flatMap((one) => one.results) ?? [];
  const asked = Object.keys(search).length > 0;

  return (
    <Page
      page={page}
      title="Search"
      sum={asked && found.data && !found.isPending && sumText(results.length, found.hasNextPage)}
      tools={
        <>
          <ScopeFields search={search} onChange={change} />
          <SinceField
            since={search.since}
            usual="all"
            onChange={(value) => change(withValue(search, 'since', value))}
          />
        </>
      }
      sections={<SearchSections />}
    >
      <QueryField field={field} value={q} onChange={setQuery} />
      <SavedSearches q={q} onChoose={setQuery} />
      {!asked && <QueryHelp onTry={setQuery} />}
      {asked && found.isPending && <Bones label="Searching" inset={false} />}
      {asked && found.error && <FailureNotice error={found.error} onRetry={() => void found.refetch()} />}
      {asked && found.data && results.length === 0 && (
        <Notice icon="search" title="Nothing was found">
          <p>Fewer words find more. A word finds what begins with it, in prompts, answers, commands and errors.</p>
          <NoticeButton onClick={() => change({})}>Begin again</NoticeButton>
        </Notice>
      )}
      {asked && (
        <ol className={styles.results} data-old={found.isPlaceholderData} aria-label="Results">
          {results.map((one) => (
            <FoundSession key={one.session.session} found={one} />
          ))}
        </ol>
      )}
      {asked && found.hasNextPage && <MoreButton query={found}>Show more</MoreButton>}
    </Page>
  );
}

function sumText(shown: number, more: boolean): string {
  return `${shown}${more ? '+' : ''} ${shown === 1 && !more ? 'session' : 'sessions'}, the best first`;
}
