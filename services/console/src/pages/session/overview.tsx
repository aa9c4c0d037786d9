import { useMemo } from 'react';
import type { PlanEntry, Session } from '../../api/shapes.ts';
import { LinkButton } from '../../parts/link-button.tsx';
import { completenessOf } from '../../words/session-words.ts';
import { isProblem, type Lines } from './lines.ts';
import styles from './overview.module.css';
import { planOf } from './plan.ts';
import { PlanItems } from './plan-items.tsx';
import { Section } from './section.tsx';
import type { ChangeSearch } from './session-page.tsx';
import { summaryOf } from './summary.ts';

const problemsShown = 8;

/** What one would ask first: what is planned, what went wrong, and whether all of it was seen. */
export function Overview(props: { session: Session; lines: Lines; onChange: ChangeSearch }) {
  const { session, lines, onChange } = props;
  const plan = useMemo(
    () => planOf(lines.all.flatMap(({ entry }) => (entry.type === 'plan' ? [entry as PlanEntry] : []))),
    [lines],
  );
  const problems = useMemo(
    () => lines.all.flatMap(({ entry }) => (entry.type === 'call' && isProblem(entry) ? [entry] : [])).reverse(),
    [lines],
  );
  return (
    <div className={styles.overview}>
      <p className={styles.hint}>
        Select an entry to read it: <kbd>j</kbd> and <kbd>k</kbd> go through them, <kbd>?</kbd> shows every key.
      </p>
      {plan.length > 0 && (
        <Section title="Plan" aside={`${plan.filter(({ status }) => status === 'done').length} of ${plan.length} done`}>
          <PlanItems items={plan} />
        </Section>
      )}
      {problems.length > 0 && (
        <Section
          title="Problems"
          aside={problems.length > problemsShown ? `the last ${problemsShown} of ${problems.length}` : undefined}
        >
          <ul className={styles.problems}>
            {problems.slice(0, problemsShown).map((call) => (
              <li key={call.id}>
                <LinkButton onClick={() => onChange({ entry: call.id })}>{call.tool}</LinkButton> {call.outcome}
                <code className={styles.about}>{summaryOf(call)}</code>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Seen">
        <p>{completenessOf(session).why}.</p>
      </Section>
    </div>
  );
}
