import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { type CostsBy, useCosts, useOutcomes } from '../../api/costs.ts';
import { useTitle } from '../../app/title.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { Bones } from '../../parts/bones.tsx';
import { Choice } from '../../parts/field.tsx';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { Page, Part } from '../../parts/page.tsx';
import { ScopeFields } from '../../parts/scope-fields.tsx';
import { SinceField } from '../../parts/since-field.tsx';
import { withValue } from '../../words/search-text.ts';
import { sinceOf } from '../../words/since.ts';
import { CostFigures } from './cost-figures.tsx';
import { CostsByDay } from './costs-by-day.tsx';
import { CostsSections } from './costs-sections.tsx';
import { CostsTable } from './costs-table.tsx';
import { costsBy, measures, splits } from './kinds.ts';
import type { CostsSearch } from './route.ts';
import { UnpricedCalls } from './unpriced-calls.tsx';

const usual = '30d';
const filterOf = { actor: 'actor', project: 'project', harness: 'harness', model: 'model' } as const;

/** What the work cost: how much, when, and per whatever one asks for. */
export function CostsPage() {
  const search = useSearch({ from: '/costs' });
  const { by = 'harness', split = 'harness', since = usual, measure: wanted, ...scope } = search;
  const navigate = useNavigate({ from: '/costs' });
  const range = { ...scope, since: sinceOf(since) };
  const costs = useCosts({ ...range, by });
  const perDay = useCosts({ ...range, by: 'day', split });
  const outcomes = useOutcomes({ by: 'harness', since: sinceOf(since), project: scope.project });
  const page = useRef<HTMLDivElement>(null);
  useTitle('Costs');
  usePageKeys('Costs', { page, row: 'line' });

  const change = (next: CostsSearch) => void navigate({ search: next, replace: true });
  const total = costs.data?.total;
  const measure = wanted ?? (total?.costUsd === null ? 'tokens' : 'cost');
  const narrow = (of: CostsBy, key: string) => {
    if (of in filterOf) change(withValue(search, of as keyof typeof filterOf, key));
  };

  return (
    <Page
      page={page}
      title="Costs"
      tools={
        <>
          <ScopeFields search={search} onChange={change} />
          <SinceField
            since={search.since}
            usual={usual}
            onChange={(value) => change(withValue(search, 'since', value))}
          />
        </>
      }
      sections={<CostsSections />}
    >
      {costs.error && <FailureNotice error={costs.error} onRetry={() => void costs.refetch()} />}
      {!costs.error && <CostFigures total={total} outcomes={outcomes.data?.total} />}
      {costs.isPending && <Bones label="Adding up" inset={false} />}
      {total?.calls === 0 && (
        <Notice icon="money" title="No model was called">
          <p>Nothing in these sessions says what a model took. Look further back, or at more of them.</p>
        </Notice>
      )}
      {costs.data && total && total.calls > 0 && (
        <>
          <Part
            title="By day"
            tools={
              <span>
                <Choice
                  label="What is shown"
                  value={measure}
                  usual={measure}
                  options={measures}
                  onChange={(value) => change(withValue(search, 'measure', value))}
                />{' '}
                <Choice
                  label="Split by"
                  value={split}
                  usual="harness"
                  options={splits.map(({ value, label }) => ({ value, label: `By ${label.toLowerCase()}` }))}
                  onChange={(value) => change(withValue(search, 'split', value === 'harness' ? '' : value))}
                />
              </span>
            }
          >
            <CostsByDay groups={perDay.data?.groups ?? []} since={since} split={split} measure={measure} />
          </Part>
          <Part
            title={`Per ${costsBy.find(({ value }) => value === by)!.label.toLowerCase()}`}
            tools={
              <Choice
                label="Told per"
                value={by}
                usual="harness"
                options={costsBy.map(({ value, label }) => ({ value, label: `Per ${label.toLowerCase()}` }))}
                onChange={(value) => change(withValue(search, 'by', value === 'harness' ? '' : value))}
              />
            }
          >
            <CostsTable
              by={by}
              groups={costs.data.groups}
              total={total}
              measure={measure}
              onNarrow={by in filterOf ? (key) => narrow(by, key) : undefined}
            />
          </Part>
          <UnpricedCalls range={range} total={total} />
        </>
      )}
    </Page>
  );
}
