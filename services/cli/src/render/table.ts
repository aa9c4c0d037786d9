import { cut, screenWidth } from './screen-width.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => string;
  readonly right?: boolean;
  /** It may be cut to as few screen columns as this when the line is too long. */
  readonly least?: number;
  /** It may be left out: where no row has anything in it, and where a line would be too long, the greatest first. */
  readonly spare?: number;
}

const gap = '  ';

/** Lines of a table as wide as its content, or as `width` where columns can be cut or left out. The first is the title. */
export function tableLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): string[] {
  const all = columns.map((column) => {
    const cells = [column.title, ...rows.map((row) => oneLine(column.of(row)))];
    return { ...column, cells, width: cells.reduce((most, cell) => Math.max(most, screenWidth(cell)), 0) };
  });
  let shown = all.filter(
    ({ spare, cells }) => spare === undefined || cells.some((cell, row) => row > 0 && cell !== ''),
  );
  const surplus = () => shown.reduce((sum, each) => sum + each.width + gap.length, -gap.length) - width;
  const slack = () => shown.reduce((sum, each) => sum + slackOf(each), 0);
  while (surplus() > slack()) {
    const sparest = Math.max(...shown.map(({ spare }) => spare ?? 0));
    if (sparest === 0) break;
    shown = shown.filter(({ spare }) => spare !== sparest);
  }
  for (const column of shown) column.width -= Math.min(slackOf(column), Math.max(0, surplus()));
  return [undefined, ...rows].map((_, row) =>
    shown
      .map(({ cells, width, right }) => pad(cut(cells[row]!, width), width, right === true))
      .join(gap)
      .trimEnd(),
  );
}

function slackOf({ width, least }: { width: number; least?: number | undefined }): number {
  return least === undefined ? 0 : Math.max(0, width - least);
}

/** The text on one line, without what could move a terminal's cursor. */
export function oneLine(text: string): string {
  return plain(text).replaceAll(/\s+/g, ' ').trim();
}

/**
 * The text without what could steer a terminal or turn the reading direction of what stands beside it: control
 * characters other than tab and line feed, and the marks that override direction.
 */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '');
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - screenWidth(text)));
  return right ? space + text : text + space;
}
