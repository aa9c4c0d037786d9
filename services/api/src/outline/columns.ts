/** Rows turned on their side: one list per field. Names are said once, and lists of one kind of value pack well. */
export type Columns<Row> = { readonly [Field in keyof Row]: Row[Field][] };

/** `fields` names them all, so that no rows still give every column. */
export function columnsOf<Row extends object>(
  fields: readonly (keyof Row & string)[],
  rows: readonly Row[],
): Columns<Row> {
  return Object.fromEntries(fields.map((field) => [field, rows.map((row) => row[field])])) as Columns<Row>;
}

/** Each number as its distance from the one before: small ones are short. */
export function distances(numbers: readonly number[]): number[] {
  return numbers.map((number, index) => number - (numbers[index - 1] ?? 0));
}
