import { lazy, Suspense } from 'react';
import { Table } from '../table.tsx';
import styles from './chart.module.css';
import { type Column, largestSeries } from './series.ts';

const StackedChart = lazy(() => import('./stacked-chart.tsx'));

/** A chart with its legend, and the same numbers as a table for who would rather read. */
export function Chart(props: {
  /** What it shows, as one says it. */
  label: string;
  /** What its columns are. */
  along: string;
  columns: readonly Column[];
  format: (value: number) => string;
}) {
  const { label, along, format } = props;
  const { series, columns } = largestSeries(props.columns);
  return (
    <figure className={styles.chart} aria-label={label}>
      <ul className={styles.legend} aria-hidden="true">
        {series.map(({ name, colour }) => (
          <li key={name} data-colour={colour}>
            {name}
          </li>
        ))}
      </ul>
      <div className={styles.space} aria-hidden="true">
        <Suspense>
          <StackedChart columns={columns} series={series} format={format} />
        </Suspense>
      </div>
      <details className={styles.table}>
        <summary>As a table</summary>
        <Table
          label={label}
          columns={[along, ...series.map(({ name }) => name)]}
          numbersFrom={1}
          rows={columns.toReversed().map(({ label: at, values }) => ({
            key: at,
            cells: [at, ...series.map(({ name }) => format(values[name] ?? 0))],
          }))}
        />
      </details>
    </figure>
  );
}
