import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useConflicts } from '../../api/claims.ts';
import { useTitle } from '../../app/title.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { Bones } from '../../parts/bones.tsx';
import { ChoiceTabs } from '../../parts/choice-tabs.tsx';
import { Command, FailureNotice, Notice } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import rows from '../../parts/rows.module.css';
import { ScopeFields } from '../../parts/scope-fields.tsx';
import { counted } from '../../words/quantity.ts';
import { withValue } from '../../words/search-text.ts';
import { WorkSections } from '../work/work-sections.tsx';
import { ConflictCard } from './conflict-card.tsx';
import styles from './conflicts.module.css';
import type { ConflictsSearch } from './route.ts';

/** Where two sessions wrote the same path, side by side. */
export function ConflictsPage() {
  const search = useSearch({ from: '/work/conflicts' });
  const navigate = useNavigate({ from: '/work/conflicts' });
  const isAll = search.show === 'all';
  const conflicts = useConflicts({ project: search.project, open: isAll ? undefined : 'true' });
  const page = useRef<HTMLDivElement>(null);
  const list = conflicts.data ?? [];
  const open = list.filter((one) => one.open).length;
  const change = (next: ConflictsSearch) => void navigate({ search: next, replace: true });
  useTitle('Conflicts');
  usePageKeys('Conflicts', { page, row: 'moment' });
  return (
    <Page
      page={page}
      title="Conflicts"
      sum={list.length > 0 && `${counted(open, 'open conflict')}${isAll ? `, ${list.length - open} over` : ''}`}
      tools={<ScopeFields search={search} onChange={change} without={['actor', 'harness', 'model']} />}
      sections={<WorkSections />}
    >
      <div className={rows.above}>
        <ChoiceTabs
          label="Which conflicts"
          value={isAll ? 'all' : ''}
          options={[
            { value: '', label: 'Open' },
            { value: 'all', label: 'All' },
          ]}
          onChange={(value) => change(withValue(search, 'show', value))}
        />
      </div>
      {conflicts.isPending && <Bones label="Loading conflicts" inset={false} />}
      {conflicts.error && <FailureNotice error={conflicts.error} onRetry={() => void conflicts.refetch()} />}
      {conflicts.data && list.length === 0 && (
        <Notice icon="check" title={isAll ? 'There never was a conflict' : 'Nobody is in the way of another'}>
          <p>
            When two live sessions write the same path of a project, both stand here with what they were asked to do.
            Claims keep it from happening.
          </p>
          <Command>hookline claims take path src/cart.ts --expires 30m</Command>
        </Notice>
      )}
      <ol className={styles.conflicts} aria-label="Conflicts">
        {list.map((conflict) => (
          <ConflictCard key={conflict.id} conflict={conflict} />
        ))}
      </ol>
    </Page>
  );
}
