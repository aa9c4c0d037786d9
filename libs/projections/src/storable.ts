import type { AnyProjection } from './projection.ts';

/** A text as PostgreSQL keeps it: NUL as ␀ (U+2400), half surrogates as U+FFFD. */
export const storableText = (text: string): string =>
  text.includes('\0') || !text.isWellFormed() ? text.replaceAll('\0', '\u2400').toWellFormed() : text;

/** The row as it will be read back: hashes must not depend on whether it was stored in between. */
export function storableRow(projection: AnyProjection, row: Record<string, unknown>): Record<string, unknown> {
  let copy = row;
  for (const field of textFieldsOf(projection)) {
    const value = row[field];
    if (typeof value !== 'string') continue;
    const text = storableText(value);
    if (text !== value) copy = { ...copy, [field]: text };
  }
  return copy;
}

const textFields = new WeakMap<AnyProjection, readonly string[]>();

function textFieldsOf(projection: AnyProjection): readonly string[] {
  let fields = textFields.get(projection);
  if (fields === undefined) {
    fields = Object.entries(projection.columns).flatMap(([field, type]) => (type === 'text' ? [field] : []));
    textFields.set(projection, fields);
  }
  return fields;
}
