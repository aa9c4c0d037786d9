import type { WholeRule } from '../../../api/rules.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import styles from './rule-page.module.css';
import { coverageText, linesOfText } from './text-lines.ts';

/** The text in force, with line numbers, faults where they are, and how far tests try each clause. */
export function RuleText({ rule }: { rule: WholeRule }) {
  if (rule.text === null) {
    return (
      <Notice icon="lock" title="Its text is not shown to you">
        <p>Who sees one project only does not see the texts of rules.</p>
      </Notice>
    );
  }
  const lines = linesOfText(rule.text, rule.faults, rule.coverage?.clauses ?? []);
  return (
    <>
      <p className={styles.copy}>
        <CopyButton text={rule.text} what="text of the rule" />
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <section className={styles.code} tabIndex={0} aria-label="Text of the rule">
        <ol>
          {lines.map(({ number, text, faults, clauses }) => (
            <li key={number} data-fault={faults.length > 0}>
              <span className={styles.number} aria-hidden="true">
                {number}
              </span>
              <code>{text || ' '}</code>
              {clauses.map((clause) => {
                const { good, text: words } = coverageText(clause);
                return (
                  <span key={clause.clause} className={styles.covered} data-good={good}>
                    {words}
                  </span>
                );
              })}
              {faults.map(({ column, message }) => (
                <span key={message} className={styles.fault}>
                  {column !== null && `column ${column}: `}
                  {message}
                </span>
              ))}
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}
