import { useFirings } from '../../../api/firings.ts';
import { Bones } from '../../../parts/bones.tsx';
import { MoreButton } from '../../../parts/more-button.tsx';
import { Command, FailureNotice, Notice } from '../../../parts/notice.tsx';
import rows from '../../../parts/rows.module.css';
import { FiringRow } from '../firing/firing-row.tsx';

export function FiringsPart({ rule }: { rule: string }) {
  const found = useFirings({ rule });
  const firings = found.data?.pages.flatMap((page) => page.firings) ?? [];
  return (
    <>
      {found.isPending && <Bones label="Loading firings" inset={false} />}
      {found.error && <FailureNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && firings.length === 0 && (
        <Notice icon="rule" title="It never fired">
          <p>A dry run tells what it would have done with what happened so far. “Why not” tells what was held back.</p>
          <Command>hookline rules test --since 30d</Command>
        </Notice>
      )}
      {firings.length > 0 && (
        <ol className={rows.rows} aria-label="Firings">
          {firings.map((firing) => (
            <FiringRow key={firing.firing} firing={firing} named={false} />
          ))}
        </ol>
      )}
      {found.hasNextPage && <MoreButton query={found}>Show older firings</MoreButton>}
    </>
  );
}
