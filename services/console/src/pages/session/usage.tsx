import { useMemo } from 'react';
import type { Session, UsageEntry } from '../../api/shapes.ts';
import { useUsage } from '../../api/timeline.ts';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { Table } from '../../parts/table.tsx';
import { costText, counted, numberText } from '../../words/quantity.ts';
import { Section } from './section.tsx';
import styles from './sheet.module.css';
import { type UsageOfGroup, usageBy } from './usage-sums.ts';

/** What the models took, by model and by agent. Each answer counts once. */
export function Usage({ session }: { session: Session }) {
  const usage = useUsage(session.session, session.lastPosition);
  const models = useMemo(() => usageBy(usage.data ?? [], ({ model }) => model ?? 'unknown'), [usage.data]);
  const agents = useMemo(() => usageBy(usage.data ?? [], ({ agent }: UsageEntry) => agent ?? 'main'), [usage.data]);
  if (usage.isPending) return null;
  if (usage.error) return <FailureNotice error={usage.error} onRetry={() => void usage.refetch()} />;
  if (usage.data.length === 0) {
    return (
      <Notice icon="question" title="No usage was reported">
        <p>Tokens come from the harness’s own record, which is read when a turn ends.</p>
        {session.costUsd !== null && <p>The harness reported {costText(session.costUsd)} in all.</p>}
      </Notice>
    );
  }
  return (
    <div className={styles.sheet}>
      <Section title="By model" aside={counted(usage.data.length, 'answer')}>
        <Sums name="Model" sums={models} />
      </Section>
      <Section title="By agent">
        <Sums name="Agent" sums={agents} />
      </Section>
      {session.reportedCostUsd !== null && (
        <p className={styles.note}>The harness itself reported {costText(session.reportedCostUsd)}.</p>
      )}
    </div>
  );
}

function Sums({ name, sums }: { name: string; sums: readonly UsageOfGroup[] }) {
  const count = (tokens: number | null) => (tokens === null ? '–' : numberText(tokens));
  return (
    <Table
      label={`Usage by ${name.toLowerCase()}`}
      columns={[name, 'Answers', 'Input', 'Output', 'Cache read', 'Cache write', 'Cost']}
      numbersFrom={1}
      rows={sums.map((sum) => ({
        key: sum.name,
        cells: [
          sum.name,
          numberText(sum.answers),
          count(sum.input),
          count(sum.output),
          count(sum.cacheRead),
          count(sum.cacheWrite),
          sum.costUsd === null ? 'unknown' : costText(sum.costUsd),
        ],
      }))}
    />
  );
}
