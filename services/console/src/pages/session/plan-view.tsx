import { useMemo } from 'react';
import { LinkButton } from '../../parts/link-button.tsx';
import { Clock } from '../../parts/moment.tsx';
import { Notice } from '../../parts/notice.tsx';
import type { Course } from './course/course.ts';
import { planOf } from './plan.ts';
import { PlanItems } from './plan-items.tsx';
import { Section } from './section.tsx';
import type { ChangeSearch } from './session-page.tsx';
import styles from './sheet.module.css';
import { planSummary } from './summary.ts';

const changesShown = 40;

/** The list of things to do as it stood at a moment, and how it came to that. */
export function PlanView(props: { course: Course; moment: number; onChange: ChangeSearch }) {
  const { course, moment, onChange } = props;
  const all = useMemo(() => course.entries.filter((entry) => entry.type === 'plan'), [course]);
  const changes = useMemo(() => all.filter(({ start }) => start <= moment), [all, moment]);
  const items = useMemo(() => planOf(changes), [changes]);
  if (all.length === 0) return <Notice icon="plan" title="No list of things to do was kept" />;
  if (changes.length === 0) return <Notice icon="plan" title="There was no plan yet" />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={styles.sheet} tabIndex={0} aria-label="Plan">
      <Section title="Plan" aside={`${items.filter(({ status }) => status === 'done').length} of ${items.length} done`}>
        <PlanItems items={items} />
      </Section>
      <Section
        title="Changes"
        aside={changes.length > changesShown ? `the last ${changesShown} of ${changes.length}` : undefined}
      >
        <ol className={styles.rows}>
          {changes
            .slice(-changesShown)
            .reverse()
            .map((change) => (
              <li key={change.id}>
                <Clock time={new Date(course.atMs[change.start] ?? 0).toISOString()} />
                <LinkButton onClick={() => onChange({ tab: undefined, entry: change.id })}>
                  {planSummary(change)}
                </LinkButton>
              </li>
            ))}
        </ol>
      </Section>
    </section>
  );
}
