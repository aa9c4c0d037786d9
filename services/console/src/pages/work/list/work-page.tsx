import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useQueues, useWork } from '../../../api/work.ts';
import { useShortcuts } from '../../../app/shortcuts.tsx';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { ActionButton } from '../../../parts/action-button.tsx';
import { Bones } from '../../../parts/bones.tsx';
import { ChoiceTabs } from '../../../parts/choice-tabs.tsx';
import { MoreButton } from '../../../parts/more-button.tsx';
import { FailureNotice } from '../../../parts/notice.tsx';
import { Page } from '../../../parts/page.tsx';
import rows from '../../../parts/rows.module.css';
import { Said } from '../../../parts/said.tsx';
import { counted, numberText } from '../../../words/quantity.ts';
import { withValue } from '../../../words/search-text.ts';
import { actionsFor, itemActions } from '../actions.ts';
import type { WorkSearch } from '../route.ts';
import { useActing } from '../use-acting.ts';
import { WorkSections } from '../work-sections.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { EmptyWork } from './empty-work.tsx';
import { ItemRow } from './item-row.tsx';
import { QueueTable } from './queue-table.tsx';
import { countOf, stateNamed, stateTabs } from './states.ts';
import styles from './work-page.module.css';

/** What is to be done, by whom it is held and until when, and what was given up. */
export function WorkPage() {
  const search = useSearch({ from: '/work' });
  const navigate = useNavigate({ from: '/work' });
  const state = stateNamed(search.state);
  const queues = useQueues();
  const found = useWork(search);
  const acting = useActing();
  const page = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string>();
  const items = found.data?.pages.flatMap((one) => one.items) ?? [];
  const skewMs = found.data?.pages[0]?.skewMs ?? 0;
  const current = items.find(({ id }) => id === chosen);
  const shownQueues = (queues.data ?? []).filter(({ queue }) => search.queue === undefined || queue === search.queue);
  const dead = countOf(shownQueues, 'dead') ?? 0;

  const change = (next: WorkSearch) => void navigate({ search: next, replace: true });
  useTitle('Work');
  usePageKeys('Work', { page, row: 'item' });
  useShortcuts(
    'Do about it',
    Object.values(itemActions).map(({ name, key, label }) => ({
      keys: [key],
      label,
      run: () => {
        if (current === undefined || !actionsFor(current).some((one) => one.name === name)) return false;
        acting.act([current], name);
        return true;
      },
    })),
  );

  return (
    <Page page={page} title="Work" sum={queues.data && sumText(queues.data)} sections={<WorkSections />}>
      {queues.isPending && <Bones label="Loading queues" inset={false} />}
      {queues.error && <FailureNotice error={queues.error} onRetry={() => void queues.refetch()} />}
      {queues.data && queues.data.length > 0 && (
        <QueueTable
          queues={queues.data}
          chosen={search.queue}
          onChoose={(queue, of) => change(withValue(withValue(search, 'queue', queue), 'state', of))}
        />
      )}
      {queues.data && (
        <>
          {(queues.data.length > 0 || items.length > 0 || state !== '') && (
            <div className={rows.above}>
              <ChoiceTabs
                label="How they stand"
                value={state}
                options={stateTabs.map((tab) => {
                  const count = countOf(shownQueues, tab.value);
                  return count === undefined ? tab : { ...tab, count };
                })}
                onChange={(value) => change(withValue(search, 'state', value))}
              />
              {state === 'dead' && search.queue !== undefined && dead > 0 && (
                <ActionButton
                  icon="undo"
                  tone="good"
                  disabled={acting.isPending}
                  onClick={() => acting.redriveQueue(search.queue!)}
                >
                  Redrive all {numberText(dead)} of {search.queue}
                </ActionButton>
              )}
            </div>
          )}
          {found.isPending && <Bones label="Loading items" inset={false} />}
          {found.error && <FailureNotice error={found.error} onRetry={() => void found.refetch()} />}
          {found.data && items.length === 0 && (
            <EmptyWork narrowed={Object.keys(search).length > 0} state={state} onClear={() => change({})} />
          )}
          {state === 'dead' ? (
            <DeadLetters
              items={items}
              skewMs={skewMs}
              disabled={acting.isPending}
              onRedrive={(group) => acting.act(group, 'redrive')}
              onChoose={setChosen}
            />
          ) : (
            items.length > 0 && (
              <ol className={rows.rows} aria-label="Items">
                {items.map((item) => (
                  <ItemRow
                    key={item.id}
                    item={item}
                    skewMs={skewMs}
                    withQueue={search.queue === undefined}
                    onChoose={() => setChosen(item.id)}
                  />
                ))}
              </ol>
            )
          )}
          {found.hasNextPage && <MoreButton query={found}>Show older items</MoreButton>}
        </>
      )}
      {current && actionsFor(current).length > 0 && (
        <p className={styles.keys}>
          {actionsFor(current).map(({ name, key, label }) => (
            <span key={name}>
              <kbd>{key}</kbd> {label}
            </span>
          ))}
        </p>
      )}
      <Said said={acting.said} forget={acting.forget} />
    </Page>
  );
}

function sumText(queues: Parameters<typeof countOf>[0]): string {
  const claimed = countOf(queues, 'claimed') ?? 0;
  const offered = countOf(queues, 'offered') ?? 0;
  const dead = countOf(queues, 'dead') ?? 0;
  return [
    `${counted(claimed, 'item')} in work, ${numberText(offered)} offered`,
    ...(dead > 0 ? [`${numberText(dead)} dead`] : []),
  ].join(', ');
}
