import { type RawBuilder, sql } from 'kysely';

/** One column of many rows. Values are PostgreSQL's text form of the type, or null. */
export interface BulkColumn {
  readonly name: string;
  readonly type: string;
  readonly values: readonly (string | null)[];
}

/**
 * `select name::type, … from unnest(…)`: any number of rows in one statement with one parameter per column. NUL cannot
 * be stored as text by PostgreSQL: it becomes U+2400 (␀). In a json column it is an escape and stays what it was.
 */
export function selectUnnested(columns: readonly BulkColumn[]): RawBuilder<unknown> {
  const selected = sql.raw(
    columns.map(({ name, type }) => (type === 'text' ? `"${name}"` : `"${name}"::${type}`)).join(', '),
  );
  const names = sql.raw(columns.map(({ name }) => `"${name}"`).join(', '));
  return sql`select ${selected} from ${unnest(columns)} as given(${names})`;
}

/** `unnest($1::text[], …)` of the columns as text. */
export function unnest(columns: readonly BulkColumn[]): RawBuilder<unknown> {
  return sql`unnest(${sql.join(columns.map(({ values }) => sql`${textArray(values)}::text[]`))})`;
}

const textOid = 25;

/** A text[] in PostgreSQL's binary format: nothing has to be quoted here, or parsed there. */
export function textArray(values: readonly (string | null)[]): Buffer {
  const texts = values.map((value) => (value?.includes('\0') ? value.replaceAll('\0', '\u2400') : value));
  let bytes = 20;
  for (const text of texts) bytes += 4 + (text === null ? 0 : Buffer.byteLength(text));
  const buffer = Buffer.allocUnsafe(bytes);
  let at = buffer.writeInt32BE(1, 0);
  at = buffer.writeInt32BE(1, at);
  at = buffer.writeInt32BE(textOid, at);
  at = buffer.writeInt32BE(texts.length, at);
  at = buffer.writeInt32BE(1, at);
  for (const text of texts) {
    if (text === null) {
      at = buffer.writeInt32BE(-1, at);
    } else {
      const written = buffer.write(text, at + 4);
      at = buffer.writeInt32BE(written, at) + written;
    }
  }
  return buffer;
}
