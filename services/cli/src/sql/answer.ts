import type { Client } from '@hookline/client';
import { z } from 'zod';
import { type Column, tableLines } from '../render/table.ts';

const answer = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.unknown())),
  truncated: z.enum(['rows', 'bytes']).nullable(),
  elapsedMs: z.number(),
});

/** What one statement was answered with. */
export type SqlAnswer = z.infer<typeof answer>;

export interface AskOptions {
  readonly limit?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly signal: AbortSignal;
}

/** The bus ends the statement when the signal aborts. */
export async function askSql(
  client: Client,
  sql: string,
  { limit, timeoutSeconds, signal }: AskOptions,
): Promise<SqlAnswer> {
  return await client.request('POST', '/v1/sql', {
    body: { sql, limit, timeoutSeconds },
    timeoutMs: ((timeoutSeconds ?? 30) + 10) * 1_000,
    signal,
    schema: answer,
  });
}

const numeric = ['bigint', 'integer', 'smallint', 'numeric', 'real', 'double precision'];

/** Aligned columns; where a line would be too long, the longest texts are cut. */
export function answerLines({ columns, rows }: SqlAnswer, width: number): string[] {
  const shown: Column<unknown[]>[] = columns.map(({ name, type }, index) => ({
    title: name,
    of: (row) => cellOf(row[index]),
    ...(numeric.includes(type) ? { right: true } : { least: 12 }),
  }));
  return tableLines(shown, rows, width);
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(12)));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A row as an object. Of columns with one name the last counts. */
export function objectOf({ columns }: Pick<SqlAnswer, 'columns'>, row: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ name }, index) => [name, row[index]]));
}

/** RFC 4180; nothing is an empty field, JSON is text. */
export function csvLine(cells: readonly unknown[]): string {
  return cells
    .map((cell) => {
      const text =
        cell === null || cell === undefined ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');
}

/** What was left out, in words; undefined where nothing was. */
export function shortfall({ rows, truncated }: SqlAnswer): string | undefined {
  if (truncated === 'rows')
    return `there are more rows: these are the first ${rows.length} (--limit, at most 100000; --parquet writes all)`;
  if (truncated === 'bytes')
    return `there are more rows: these ${rows.length} are 16 MB, the limit (--parquet writes all)`;
  return undefined;
}
