import { type BenchTable, isMet } from './part.ts';

/** A table as lines with columns, with its goals and notes under it. */
export function printTable({ title, columns, rows, goals = [], notes = [] }: BenchTable): string {
  const cells = [columns, ...rows].map((row) => row.map(String));
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => (row[at] ?? '').length)));
  const lines = cells.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  ')
      .trimEnd(),
  );
  const reached = goals.map((goal) => {
    const { what, figure, goal: bar, atLeast = true, unit = '' } = goal;
    return `  ${isMet(goal) ? 'met   ' : 'MISSED'}  ${what}: ${figure}${unit}, goal ${atLeast ? '≥' : '≤'} ${bar}${unit}`;
  });
  return ['', title, ...lines, ...reached, ...notes.map((note) => `  ${note}`)].join('\n');
}
