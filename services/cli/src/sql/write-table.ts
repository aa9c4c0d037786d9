import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from '@hookline/client';
import { type ParquetColumn, type ParquetType, parquetOf } from '@hookline/exports';
import { CommandError } from '../failure.ts';

const types: Readonly<Record<string, ParquetType>> = {
  bigint: 'bigint',
  integer: 'bigint',
  smallint: 'bigint',
  'double precision': 'double',
  real: 'double',
  numeric: 'double',
  boolean: 'boolean',
  timestamptz: 'timestamp',
  date: 'date',
  json: 'json',
  jsonb: 'json',
};

const timeoutSeconds = 300;

/**
 * Writes all rows of a statement into a Parquet file, while they are read. The file gets its name once it is whole.
 * Rejects when the answer breaks off.
 */
export async function writeTable(
  client: Client,
  sql: string,
  file: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<{ rows: number }> {
  const answer = await client.send('POST', '/v1/sql', {
    body: { sql, timeoutSeconds },
    headers: { accept: 'application/x-ndjson' },
    timeoutMs: (timeoutSeconds + 10) * 1_000,
    signal,
  });
  const lines = createInterface({ input: Readable.fromWeb(answer.body as never) })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) throw brokenOff(file);
  const { columns } = JSON.parse(first.value) as { columns: { name: string; type: string }[] };
  const told = { rows: -1 };
  async function* rows(): AsyncGenerator<unknown[]> {
    for (let next = await lines.next(); !next.done; next = await lines.next()) {
      const value = JSON.parse(next.value) as unknown[] | { rows: number };
      if (Array.isArray(value)) yield value;
      else told.rows = value.rows;
    }
    if (told.rows < 0) throw brokenOff(file);
  }
  const table = columns.map(
    ({ name, type }, index): ParquetColumn<unknown[]> => ({
      name,
      type: types[type] ?? 'text',
      of: (row) => row[index],
    }),
  );
  const partial = `${file}.partial`;
  try {
    await pipeline(parquetOf(table, rows()), createWriteStream(partial));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return told;
}

function brokenOff(file: string): CommandError {
  return new CommandError(`the answer broke off, so ${file} was not written`, {
    hint: `a statement may run ${timeoutSeconds} s: ask for less at once`,
  });
}
