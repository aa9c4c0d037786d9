import type { ClauseValue } from '../../api/firings.ts';
import styles from './clauses.module.css';

const valueMax = 300;

/** Clauses of a rule, each with what it came to, and below it the values it asked for. */
export function Clauses({ clauses, label }: { clauses: readonly ClauseValue[]; label: string }) {
  return (
    <ul className={styles.clauses} aria-label={label}>
      {clauses.map(({ clause, value, line, values }) => (
        <li key={`${line} ${clause}`}>
          <code className={styles.clause}>{clause}</code>
          <span className={styles.value} data-value={value === true}>
            {value === null ? 'not there' : String(value)}
          </span>
          {Object.keys(values).length > 0 && (
            <dl className={styles.values}>
              {Object.entries(values).map(([path, found]) => (
                <div key={path}>
                  <dt>{path}</dt>
                  <dd>{valueText(found)}</dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A value as it would be written; a long one is cut. */
function valueText(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > valueMax ? `${text.slice(0, valueMax)}…` : text;
}
