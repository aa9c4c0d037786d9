import { useRef } from 'react';
import { useFirings } from '../../../api/firings.ts';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { Bones } from '../../../parts/bones.tsx';
import { MoreButton } from '../../../parts/more-button.tsx';
import { Command, FailureNotice, Notice } from '../../../parts/notice.tsx';
import { Page } from '../../../parts/page.tsx';
import rows from '../../../parts/rows.module.css';
import { RulesSections } from '../rules-sections.tsx';
import { FiringRow } from './firing-row.tsx';

/** Firings of all rules, the newest first. */
export function FiringsPage() {
  const found = useFirings({});
  const firings = found.data?.pages.flatMap((one) => one.firings) ?? [];
  const page = useRef<HTMLDivElement>(null);
  useTitle('Firings');
  usePageKeys('Firings', { page, row: 'firing' });
  return (
    <Page page={page} title="Rules" sections={<RulesSections />}>
      {found.isPending && <Bones label="Loading firings" inset={false} />}
      {found.error && <FailureNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && firings.length === 0 && (
        <Notice icon="rule" title="Nothing fired yet">
          <p>What rules would have done with what happened so far, a dry run tells.</p>
          <Command>hookline rules test --since 30d</Command>
        </Notice>
      )}
      {firings.length > 0 && (
        <ol className={rows.rows} aria-label="Firings">
          {firings.map((firing) => (
            <FiringRow key={firing.firing} firing={firing} named />
          ))}
        </ol>
      )}
      {found.hasNextPage && <MoreButton query={found}>Show older firings</MoreButton>}
    </Page>
  );
}
