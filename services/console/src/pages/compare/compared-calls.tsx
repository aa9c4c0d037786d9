import type { Comparison, ToolUse } from '../../api/compare.ts';
import { Bar } from '../../parts/bar.tsx';
import { counted, durationText, numberText } from '../../words/quantity.ts';
import styles from './compare.module.css';
import { Widths } from './widths.tsx';

/** How often each side used which tool. */
export function ComparedCalls({ calls }: { calls: Comparison['calls'] }) {
  if (calls.length === 0) return <p className={styles.quiet}>Neither side called a tool.</p>;
  const most = Math.max(...calls.flatMap(({ left, right }) => [left.calls, right.calls]), 1);
  return (
    <table className={styles.facts}>
      <Widths />
      <thead className="unseen">
        <tr>
          <th scope="col">Tool</th>
          <th scope="col">Left</th>
          <th scope="col">Right</th>
        </tr>
      </thead>
      <tbody>
        {calls.map(({ tool, left, right }) => (
          <tr key={tool}>
            <th scope="row">
              <code>{tool}</code>
            </th>
            <td data-which="left">
              <Use use={left} most={most} />
            </td>
            <td data-which="right">
              <Use use={right} most={most} />
            </td>
            <td className={styles.against} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Use({ use: { calls, failures, durationMs }, most }: { use: ToolUse; most: number }) {
  if (calls === 0) return <span className={styles.quiet}>not used</span>;
  return (
    <div className={styles.use}>
      <span>
        {numberText(calls)}
        {failures > 0 && <span className={styles.failed}> {counted(failures, 'failed', 'failed')}</span>}
        {durationMs > 0 && <span className={styles.quiet}> {durationText(durationMs)}</span>}
      </span>
      <Bar share={calls / most} />
    </div>
  );
}
