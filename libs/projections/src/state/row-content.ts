import type { AnyRow } from '../fold-rows.ts';
import type { AnyProjection } from '../projection.ts';

/** Marks as snapshots keep them: the ends that many of them share, then name, beginning and number of the end of each. */
type PackedMarks = [ends: string[], ...marks: (string | number)[]];

/**
 * A row as snapshots keep it, as JSON: the position of its snapshot, then the values of its fields by name of field, the
 * session excepted, with marks packed. A version's fields never change; a change of this form needs a migration that
 * empties the tables of snapshots.
 */
export function contentOf(projection: AnyProjection, row: AnyRow, position: number): string {
  const values = fieldsOf(projection).map((field) =>
    field === 'marks' ? pack(row.marks as Marks, String(row.orderKey ?? '')) : (row[field] ?? null),
  );
  return JSON.stringify([position, ...values]);
}

/** What a content is, taken apart. */
export type Content = readonly [position: number, ...values: unknown[]];

/** The row of a session that a content was made of. */
export function rowOf(projection: AnyProjection, session: string, content: Content): AnyRow {
  const row: AnyRow = { session };
  const fields = fieldsOf(projection);
  for (let index = 0; index < fields.length; index += 1) row[fields[index]!] = content[index + 1];
  if (row.marks !== undefined) row.marks = unpack(row.marks as PackedMarks, String(row.orderKey ?? ''));
  return row;
}

/** Where in a content a field stands. */
export const indexOf = (projection: AnyProjection, field: string): number => fieldsOf(projection).indexOf(field) + 1;

type Marks = Readonly<Record<string, string>>;

/** The rank that a mark may begin with, and the order of the event it came from. */
const parts = /^([01]{0,2})(\d{13}(?:\.\d{8})? .*)$/s;

function pack(marks: Marks, orderKey: string): PackedMarks {
  const ends = [orderKey];
  const packed: (string | number)[] = [];
  for (const [name, mark] of Object.entries(marks)) {
    const [, beginning = '', end = mark] = parts.exec(mark) ?? [];
    let index = ends.indexOf(end);
    if (index === -1) index = ends.push(end) - 1;
    packed.push(name, beginning, index);
  }
  return [ends.slice(1), ...packed];
}

function unpack([ends, ...packed]: PackedMarks, orderKey: string): Marks {
  const marks: [name: string, mark: string][] = [];
  for (let index = 0; index < packed.length; index += 3) {
    const number = packed[index + 2] as number;
    const end = number === 0 ? orderKey : ends[number - 1]!;
    const beginning = packed[index + 1] as string;
    marks.push([packed[index] as string, beginning === '' ? end : beginning + end]);
  }
  return Object.fromEntries(marks);
}

const fields = new WeakMap<AnyProjection, readonly string[]>();

function fieldsOf(projection: AnyProjection): readonly string[] {
  let names = fields.get(projection);
  if (names === undefined) {
    names = Object.keys(projection.columns)
      .filter((name) => name !== 'session')
      .sort();
    fields.set(projection, names);
  }
  return names;
}
