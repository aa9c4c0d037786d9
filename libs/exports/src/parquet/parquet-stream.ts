import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';

/** How a value stands in the file. JSON is text: every reader has a text, few agree on anything else. */
export type ParquetType = 'text' | 'json' | 'timestamp' | 'date' | 'bigint' | 'double' | 'boolean';

/** One column of a table. Any value may be null; times are ISO 8601 or `Date`, kept in UTC to the millisecond. */
export interface ParquetColumn<Row> {
  readonly name: string;
  readonly type: ParquetType;
  readonly of: (row: Row) => unknown;
}

export interface ParquetLimits {
  /** A group of rows is written when it has so many; 20,000 where not given. */
  readonly groupRows?: number;
  /** Or when its texts have so many characters; 16 million where not given. What is held in memory follows from this. */
  readonly groupCharacters?: number;
}

/**
 * A Parquet file (Snappy) of any number of rows, piece by piece: no more than one group of rows is held. The same rows
 * give the same bytes. Write the pieces one after the other, e.g. `pipeline(parquetOf(...), createWriteStream(file))`.
 */
export async function* parquetOf<Row>(
  columns: readonly ParquetColumn<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
  { groupRows = 20_000, groupCharacters = 16_000_000 }: ParquetLimits = {},
): AsyncGenerator<Uint8Array> {
  const pieces = new Pieces();
  const file = new ParquetWriter({ writer: pieces, schema: schemaOf(columns), createdBy: 'hookline' });
  let group = emptyGroup(columns);
  const writeGroup = () => {
    // Nothing has to be waited for: the pieces take everything at once.
    void file.write({
      columnData: columns.map(({ name }, index) => ({ name, data: group.values[index]! })),
      rowGroupSize: group.rows,
    });
    group = emptyGroup(columns);
    return pieces.take();
  };
  for await (const row of rows) {
    for (const [index, { type, of }] of columns.entries()) {
      const value = storedValue(type, of(row));
      if (typeof value === 'string') group.characters += value.length;
      group.values[index]!.push(value);
    }
    group.rows += 1;
    if (group.rows >= groupRows || group.characters >= groupCharacters) yield writeGroup();
  }
  if (group.rows > 0) yield writeGroup();
  await file.finish();
  yield pieces.take();
}

/** The same at once, for tables that are known to be small. */
export async function parquetBytes<Row>(
  columns: readonly ParquetColumn<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): Promise<Uint8Array> {
  return Buffer.concat(await Array.fromAsync(parquetOf(columns, rows)));
}

/** Takes what a writer wrote since it was last taken; places in the file go on counting. */
class Pieces extends ByteWriter {
  take(): Uint8Array {
    const piece = new Uint8Array(this.buffer.slice(0, this.index));
    this.index = 0;
    return piece;
  }
}

function emptyGroup(columns: readonly unknown[]) {
  return { rows: 0, characters: 0, values: columns.map((): unknown[] => []) };
}

const elements: Readonly<Record<ParquetType, Omit<SchemaElement, 'name' | 'repetition_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  bigint: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
};

function schemaOf(columns: readonly ParquetColumn<never>[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }) => ({ name, repetition_type: 'OPTIONAL' as const, ...elements[type] })),
  ];
}

function storedValue(type: ParquetType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'text':
      return String(value);
    case 'json':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'date':
    case 'timestamp': {
      const time = value instanceof Date ? value : new Date(String(value));
      return Number.isNaN(time.getTime()) ? null : time;
    }
    case 'bigint':
      return BigInt(value as number | string | bigint);
    case 'double':
      return Number(value);
    case 'boolean':
      return value === true;
  }
}
