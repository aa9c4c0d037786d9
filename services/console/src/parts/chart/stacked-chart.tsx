import {
  Bar,
  BarChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import styles from './chart.module.css';
import type { Column, Series } from './series.ts';

/** Columns of stacked parts. Whoever cannot see them reads the table that stands with every chart. */
export default function StackedChart(props: {
  columns: readonly Column[];
  series: readonly Series[];
  format: (value: number) => string;
}) {
  const { columns, series, format } = props;
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={50}>
      <BarChart
        data={[...columns]}
        margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
        accessibilityLayer={false}
        barCategoryGap="18%"
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="label"
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          tick={{ fill: 'var(--ink-quiet)', fontSize: 12 }}
          minTickGap={24}
        />
        <YAxis
          width={56}
          tickLine={false}
          axisLine={false}
          tick={{ fill: 'var(--ink-quiet)', fontSize: 12 }}
          tickFormatter={format}
        />
        <Tooltip
          cursor={{ fill: 'var(--ground-hover)' }}
          isAnimationActive={false}
          content={(shown) => <Said {...(shown as TooltipContentProps<number, string>)} format={format} />}
        />
        {series.map(({ name, colour }, index) => (
          <Bar
            key={name}
            name={name}
            dataKey={({ values }: Column) => values[name] ?? 0}
            stackId="all"
            fill={`var(--chart-${colour})`}
            isAnimationActive={false}
            maxBarSize={44}
            radius={index === series.length - 1 ? [3, 3, 0, 0] : 0}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

function Said({
  active,
  payload,
  label,
  format,
}: TooltipContentProps<number, string> & { format: (value: number) => string }) {
  const parts = payload?.filter(({ value }) => Number(value) > 0) ?? [];
  if (!active || parts.length === 0) return null;
  const sum = parts.reduce((all, { value }) => all + Number(value), 0);
  return (
    <div className={styles.said}>
      <strong>{label}</strong>
      <strong>{format(sum)}</strong>
      {parts.toReversed().map(({ name, value, fill, color }) => (
        <div key={name} className={styles.saidPart}>
          <svg width="8" height="8" aria-hidden="true">
            <rect width="8" height="8" rx="2" fill={fill ?? color ?? 'currentColor'} />
          </svg>
          <span>{name}</span>
          <span>{format(Number(value))}</span>
        </div>
      ))}
    </div>
  );
}
