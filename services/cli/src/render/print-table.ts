import type { Output } from '../output.ts';
import { type Column, tableLines } from './table.ts';

/** A table as wide as the terminal, its title dim. */
export function printTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  output: Pick<Output, 'line' | 'paint' | 'width'>,
): void {
  const [title = '', ...lines] = tableLines(columns, rows, output.width);
  output.line(output.paint('dim', title));
  for (const line of lines) output.line(line);
}
