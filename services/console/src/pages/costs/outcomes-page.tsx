import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useOutcomes, usePulls } from '../../api/costs.ts';
import { useTitle } from '../../app/title.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { Bones } from '../../parts/bones.tsx';
import { Choice } from '../../parts/field.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { Page, Part } from '../../parts/page.tsx';
import { ScopeFields } from '../../parts/scope-fields.tsx';
import { SinceField } from '../../parts/since-field.tsx';
import { withValue } from '../../words/search-text.ts';
import { sinceOf } from '../../words/since.ts';
import { CheapestAnswer } from './cheapest-answer.tsx';
import styles from './costs.module.css';
import { CostsSections } from './costs-sections.tsx';
import { outcomesBy } from './kinds.ts';
import { OutcomesTable } from './outcomes-table.tsx';
import { PullLine } from './pull-line.tsx';
import type { OutcomesSearch } from './route.ts';

const usual = '30d';

const pullStates = [
  { value: '', label: 'Any state' },
  { value: 'merged', label: 'Merged' },
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed unmerged' },
];

/** What became of the work, what a merged pull request cost, and which sessions made which. */
export function OutcomesPage() {
  const search = useSearch({ from: '/costs/outcomes' });
  const { by = 'harness', since = usual, project, state } = search;
  const navigate = useNavigate({ from: '/costs/outcomes' });
  const range = { since: sinceOf(since), project };
  const outcomes = useOutcomes({ ...range, by });
  const pulls = usePulls({ ...range, state });
  const page = useRef<HTMLDivElement>(null);
  useTitle('Cost per merged pull request');
  usePageKeys('Costs', { page, row: 'line' });

  const change = (next: OutcomesSearch) => void navigate({ search: next, replace: true });
  const found = pulls.data?.pages.flatMap((one) => one.pulls) ?? [];
  const name = outcomesBy.find(({ value }) => value === by)!.label.toLowerCase();
  const groups = outcomes.data?.groups ?? [];

  return (
    <Page
      page={page}
      title="Costs"
      tools={
        <>
          <ScopeFields search={search} onChange={change} without={['actor', 'harness', 'model']} />
          <SinceField
            since={search.since}
            usual={usual}
            onChange={(value) => change(withValue(search, 'since', value))}
          />
        </>
      }
      sections={<CostsSections />}
    >
      {outcomes.isPending && <Bones label="Adding up" inset={false} />}
      {outcomes.error && <FailureNotice error={outcomes.error} onRetry={() => void outcomes.refetch()} />}
      {outcomes.data && (
        <>
          <CheapestAnswer by={by} groups={groups} total={outcomes.data.total} />
          <Part
            title={`Per ${name}`}
            about="A merged pull request cost what the sessions cost that made it; the cost beside it is that of all sessions."
            tools={
              <Choice
                label="Told per"
                value={by}
                usual="harness"
                options={outcomesBy.map(({ value, label }) => ({ value, label: `Per ${label.toLowerCase()}` }))}
                onChange={(value) => change(withValue(search, 'by', value === 'harness' ? '' : value))}
              />
            }
          >
            <OutcomesTable by={by} groups={groups} total={outcomes.data.total} />
          </Part>
        </>
      )}
      {!outcomes.isPending && (
        <Part
          title="Pull requests"
          tools={
            <Choice
              label="State of the pull request"
              value={state ?? ''}
              options={pullStates}
              onChange={(value) => change(withValue(search, 'state', value))}
            />
          }
        >
          {pulls.isPending && <Bones label="Loading pull requests" inset={false} />}
          {pulls.error && <FailureNotice error={pulls.error} onRetry={() => void pulls.refetch()} />}
          {pulls.data && found.length === 0 && (
            <Notice icon="merged" title="No pull request is known">
              <p>
                Commits and pull requests come from the code host. Connect it once, and they are joined to the sessions
                that made them: see <code>docs/how-to/publish-from-elsewhere.md</code>.
              </p>
            </Notice>
          )}
          {found.length > 0 && (
            <ul className={styles.pulls} aria-label="Pull requests">
              {found.map((pull) => (
                <PullLine key={`${pull.repository} ${pull.number}`} pull={pull} />
              ))}
            </ul>
          )}
          {pulls.hasNextPage && <MoreButton query={pulls}>Show more pull requests</MoreButton>}
        </Part>
      )}
    </Page>
  );
}
