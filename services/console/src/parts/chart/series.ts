/** One bar of a chart: where it stands, and how much of it each series is. */
export interface Column {
  readonly label: string;
  readonly values: Readonly<Record<string, number>>;
}

export interface Series {
  readonly name: string;
  /** The number of its colour: `--chart-1` to `--chart-6`, 0 for what is left over. */
  readonly colour: number;
}

const seriesMax = 6;
const restName = 'Others';

/** The largest series by their sum, and all the others as one. */
export function largestSeries(columns: readonly Column[]): { series: Series[]; columns: Column[] } {
  const sums = new Map<string, number>();
  for (const { values } of columns) {
    for (const [name, value] of Object.entries(values)) sums.set(name, (sums.get(name) ?? 0) + value);
  }
  const names = [...sums]
    .filter(([, sum]) => sum > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name]) => name);
  if (names.length <= seriesMax) {
    return { series: names.map((name, index) => ({ name, colour: index + 1 })), columns: [...columns] };
  }
  const kept = names.slice(0, seriesMax - 1);
  const series = [...kept.map((name, index) => ({ name, colour: index + 1 })), { name: restName, colour: 0 }];
  return { series, columns: columns.map((column) => ({ ...column, values: withRest(column.values, kept) })) };
}

function withRest(values: Column['values'], kept: readonly string[]): Record<string, number> {
  const found: Record<string, number> = { [restName]: 0 };
  for (const [name, value] of Object.entries(values)) {
    const under = kept.includes(name) ? name : restName;
    found[under] = (found[under] ?? 0) + value;
  }
  return found;
}

/** Every day from the first to the last (`YYYY-MM-DD`), the last `daysMax` of them. */
export function daysBetween(first: string, last: string, daysMax = 120): string[] {
  const days: string[] = [];
  const dayMs = 86_400_000;
  const end = Date.parse(last);
  const start = Math.max(Date.parse(first), end - (daysMax - 1) * dayMs);
  for (let time = start; time <= end; time += dayMs) days.push(new Date(time).toISOString().slice(0, 10));
  return days;
}
