import type { ReactNode } from 'react';
import styles from './table.module.css';

/** A plain table; columns from `numbersFrom` on are numbers. A narrow screen shows each row as a list of its cells. */
export function Table(props: {
  label: string;
  columns: readonly string[];
  numbersFrom: number;
  rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}) {
  const { label, columns, numbersFrom, rows } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={styles.scroller} tabIndex={0} aria-label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column} scope="col" data-number={index >= numbersFrom}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => (
                <td key={columns[index]} data-number={index >= numbersFrom} data-label={columns[index]}>
                  <div>{cell}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
