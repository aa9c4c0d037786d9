/** A column of a table: its title, what stands in it, and whether it may be cut when the line is too long. */
export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => string;
  readonly right?: boolean;
  readonly flexible?: boolean;
}

const gap = '  ';

/** Lines of a table as wide as its content, or as `width` where a flexible column can be cut. The first is the title. */
export function tableLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): string[] {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ of }) => oneLine(of(row))))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => widthOf(line[index]!))));
  const surplus = widths.reduce((sum, each) => sum + each + gap.length, -gap.length) - width;
  const flexible = columns.findIndex((column) => column.flexible);
  if (surplus > 0 && flexible >= 0) widths[flexible] = Math.max(12, widths[flexible]! - surplus);
  return cells.map((line) =>
    line
      .map((cell, index) => pad(cut(cell, widths[index]!), widths[index]!, columns[index]!.right === true))
      .join(gap)
      .trimEnd(),
  );
}

/** The text on one line, without what could move a terminal's cursor. */
export function oneLine(text: string): string {
  return plain(text).replaceAll(/\s+/g, ' ').trim();
}

/** The text without control characters: what agents and tools wrote must not steer a terminal. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

export function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

function widthOf(text: string): number {
  return [...text].length;
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}
