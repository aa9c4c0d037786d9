import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useComparison } from '../../api/compare.ts';
import { useTitle } from '../../app/title.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { Bones } from '../../parts/bones.tsx';
import { Icon } from '../../parts/icon.tsx';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { Page, Part } from '../../parts/page.tsx';
import styles from './compare.module.css';
import { ComparedCalls } from './compared-calls.tsx';
import { ComparedFiles } from './compared-files.tsx';
import { ComparedPlan } from './compared-plan.tsx';
import { FactsTable } from './facts-table.tsx';
import type { CompareSearch } from './route.ts';
import { SessionPicker } from './session-picker.tsx';
import { SideHead } from './side-head.tsx';

type Which = 'left' | 'right';

/** Two sessions, or two moments of one, side by side. */
export function ComparePage() {
  const search = useSearch({ from: '/compare' });
  const { file, ...of } = search;
  const navigate = useNavigate({ from: '/compare' });
  const comparison = useComparison(of);
  const [picking, setPicking] = useState<Which>();
  const page = useRef<HTMLDivElement>(null);
  useTitle('Compare');

  const change = (next: CompareSearch) => void navigate({ search: next, replace: true });
  const swap = () =>
    change(
      kept({
        left: search.right,
        leftAt: search.rightAt,
        right: search.left,
        rightAt: search.leftAt,
        file: search.file,
      }),
    );
  const run = (act: () => void) => () => {
    act();
    return true;
  };
  usePageKeys('Compare', {
    page,
    row: 'line',
    more: [
      { keys: ['1'], label: 'Choose the left side', run: run(() => setPicking('left')) },
      { keys: ['2'], label: 'Choose the right side', run: run(() => setPicking('right')) },
      { keys: ['x'], label: 'Swap the sides', run: run(swap) },
    ],
  });
  const pick = (session: string) => {
    if (picking === undefined) return;
    const { file: _, [picking]: __, [`${picking}At` as const]: ___, ...others } = search;
    // The first session that is chosen stands on both sides: two moments of it can be chosen at once.
    change({ ...others, [picking]: session });
    setPicking(undefined);
  };
  const { data } = comparison;

  return (
    <Page
      page={page}
      title="Compare"
      sum="Two sessions, or two moments of one, side by side"
      tools={
        <button type="button" className={styles.button} onClick={swap} disabled={!search.left && !search.right}>
          <Icon name="swap" /> Swap
        </button>
      }
    >
      <div className={styles.sides}>
        {(['left', 'right'] as const).map((which) => (
          <SideHead
            key={which}
            which={which}
            session={search[which]}
            at={search[`${which}At`]}
            side={data?.[which]}
            onPick={() => setPicking(which)}
            onAt={(at) => change(kept({ ...search, [`${which}At`]: at }))}
          />
        ))}
      </div>
      {picking && <SessionPicker which={picking} onPick={pick} onClose={() => setPicking(undefined)} />}
      {(search.left === undefined || search.right === undefined) && (
        <Notice icon="compare" title="Choose two sessions">
          <p>
            The same task done by two harnesses, or by one twice: what each changed, what it took, and how it ended. For
            two moments of one session choose it on both sides.
          </p>
        </Notice>
      )}
      {comparison.isLoading && <Bones label="Comparing" inset={false} />}
      {comparison.error && <FailureNotice error={comparison.error} onRetry={() => void comparison.refetch()} />}
      {data && search.left !== undefined && search.right !== undefined && (
        <div data-old={comparison.isPlaceholderData} className={styles.whole}>
          <FactsTable left={data.left} right={data.right} />
          <Part title="Files">
            <ComparedFiles
              files={data.files}
              of={of}
              open={file}
              onOpen={(path) => change(kept({ ...search, file: path }))}
            />
          </Part>
          <Part title="Calls">
            <ComparedCalls calls={data.calls} />
          </Part>
          {data.plan.length > 0 && (
            <Part title="Plan">
              <ComparedPlan plan={data.plan} />
            </Part>
          )}
        </div>
      )}
    </Page>
  );
}

/** Without what is undefined: the URL says nothing of it. */
function kept(search: { readonly [Name in keyof CompareSearch]?: CompareSearch[Name] | undefined }): CompareSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as CompareSearch;
}
