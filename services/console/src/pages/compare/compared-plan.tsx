import type { Comparison } from '../../api/compare.ts';
import { statusWords } from '../../words/step-words.ts';
import styles from './compare.module.css';
import { Widths } from './widths.tsx';

/** The steps of both plans, and how each side stands with them. */
export function ComparedPlan({ plan }: { plan: Comparison['plan'] }) {
  return (
    <table className={styles.facts}>
      <Widths />
      <thead className="unseen">
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Left</th>
          <th scope="col">Right</th>
        </tr>
      </thead>
      <tbody>
        {plan.map(({ text, left, right }) => (
          <tr key={text}>
            <th scope="row">{text}</th>
            {[left, right].map((status, index) => (
              <td key={index === 0 ? 'left' : 'right'} data-which={index === 0 ? 'left' : 'right'}>
                {status === null ? (
                  <span className={styles.quiet}>not in its plan</span>
                ) : (
                  ((statusWords as Readonly<Record<string, string>>)[status] ?? status)
                )}
              </td>
            ))}
            <td className={styles.against} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
