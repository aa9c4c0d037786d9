import type { Client } from '@hookline/client';
import { z } from 'zod';
import { CommandError, exitCode } from '../failure.ts';
import { type Column, tableLines } from '../render/table.ts';

const viewColumn = z.object({ name: z.string(), type: z.string(), about: z.string() });
const view = z.object({ name: z.string(), about: z.string(), columns: z.array(viewColumn) });

/** A view that SQL may read. */
export type View = z.infer<typeof view>;

export async function readViews(client: Client): Promise<View[]> {
  return (await client.request('GET', '/v1/sql/views', { schema: z.object({ views: z.array(view) }) })).views;
}

/** The view of that name. Throws with those there are. */
export function viewNamed(views: readonly View[], name: string): View {
  const found = views.find((one) => one.name === name.replace(/^analytics\./, ''));
  if (found !== undefined) return found;
  throw new CommandError(`there is no view ${JSON.stringify(name)}`, {
    hint: `there are ${views.map((one) => one.name).join(', ')}`,
    exitCode: exitCode.notFound,
  });
}

const viewColumns: readonly Column<View>[] = [
  { title: 'VIEW', of: ({ name }) => name },
  { title: 'COLUMNS', of: ({ columns }) => String(columns.length), right: true, spare: 1 },
  { title: 'WHAT A ROW IS', of: ({ about }) => about, least: 20 },
];
const columnColumns: readonly Column<View['columns'][number]>[] = [
  { title: 'COLUMN', of: ({ name }) => name },
  { title: 'TYPE', of: ({ type }) => type },
  { title: 'WHAT STANDS IN IT', of: ({ about }) => about, least: 20 },
];

/** All views, or the columns of the one named, as lines. */
export function viewLines(views: readonly View[], name: string | undefined, width: number): string[] {
  if (name === undefined) return tableLines(viewColumns, views, width);
  const { about, columns } = viewNamed(views, name);
  return [`${about}.`, '', ...tableLines(columnColumns, columns, width)];
}
