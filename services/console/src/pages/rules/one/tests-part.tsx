import type { WholeRule } from '../../../api/rules.ts';
import { OutcomeSign } from '../../../parts/badge.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Part } from '../../../parts/page.tsx';
import rows from '../../../parts/rows.module.css';
import { counted } from '../../../words/quantity.ts';
import styles from './rule-page.module.css';
import { coverageText } from './text-lines.ts';

/** The tests inside the rule, and how far they try each clause of it. */
export function TestsPart({ rule }: { rule: WholeRule }) {
  const { tests, coverage } = rule;
  const clauses = coverage?.clauses ?? [];
  const open = clauses.filter((clause) => !coverageText(clause).good).length;
  return (
    <>
      {tests.length === 0 ? (
        <Notice icon="question" title="Nothing is known of its tests" />
      ) : (
        <ol className={rows.rows} aria-label="Tests">
          {tests.map((test) => (
            <li key={test.name} className={styles.test}>
              <OutcomeSign outcome={test.passed ? 'ok' : 'failed'} />
              <span className={styles.name}>{test.name}</span>
              <span className={rows.quiet}>
                {test.passed ? `found ${test.found}` : `found ${test.found}, expected ${test.expected}`}
              </span>
              {test.message && <span className={`${styles.message} ${rows.bad}`}>{test.message}</span>}
            </li>
          ))}
        </ol>
      )}
      {clauses.length > 0 && (
        <Part
          title="What they try"
          about={
            open === 0
              ? 'Every clause was seen to hold and not to hold.'
              : `${counted(open, 'clause')} of ${clauses.length} could be wrong without a test noticing.`
          }
        >
          <ol className={rows.rows} aria-label="Coverage">
            {clauses.map((clause) => {
              const { good, text } = coverageText(clause);
              return (
                <li key={`${clause.line} ${clause.clause}`} className={styles.test}>
                  <OutcomeSign outcome={good ? 'ok' : 'denied'} />
                  <code className={styles.name}>{clause.clause}</code>
                  <span className={good ? rows.quiet : rows.warn}>{text}</span>
                </li>
              );
            })}
          </ol>
        </Part>
      )}
    </>
  );
}
