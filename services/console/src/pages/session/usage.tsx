import { useMemo } from 'react';
import type { Brief, UsageBrief } from '../../api/outline-columns.ts';
import type { Session } from '../../api/shapes.ts';
import { Notice } from '../../parts/notice.tsx';
import { Table } from '../../parts/table.tsx';
import { costText, counted, numberText } from '../../words/quantity.ts';
import type { Course } from './course/course.ts';
import { Section } from './section.tsx';
import styles from './sheet.module.css';
import { type UsageOfGroup, usageBy } from './usage-sums.ts';

/** What the models took up to a moment, by model and by agent. Each answer counts once. */
export function Usage(props: { session: Session; course: Course; moment: number | undefined }) {
  const { session, course, moment = course.length - 1 } = props;
  const usage = useMemo(() => course.entries.filter(isUsage).filter(({ start }) => start <= moment), [course, moment]);
  const models = useMemo(() => usageBy(usage, ({ model }) => model ?? 'unknown'), [usage]);
  const agents = useMemo(() => usageBy(usage, ({ agent }) => agent ?? 'main'), [usage]);
  if (usage.length === 0) {
    return (
      <Notice icon="question" title="No usage was reported">
        <p>Tokens come from the harness’s own record, which is read when a turn ends.</p>
        {session.costUsd !== null && <p>The harness reported {costText(session.costUsd)} in all.</p>}
      </Notice>
    );
  }
  return (
    <div className={styles.sheet}>
      <Section title="By model" aside={counted(usage.length, 'answer')}>
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

function isUsage(entry: Brief): entry is UsageBrief {
  return entry.type === 'usage';
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
