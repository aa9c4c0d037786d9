import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Adapter } from '@hookline/harnesses';
import { readDatabase } from '../record/open-database.ts';
import { prepare } from '../record/read-table.ts';
import { sessionsIn } from '../watch/changed-keys.ts';
import { type FoundSession, sessionsOfFile } from '../watch/sessions-of-file.ts';

export type Recognised =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'export' }
  | { readonly kind: 'record'; readonly adapter: Adapter<unknown>; readonly sessions: readonly FoundSession[] };

const LINES_LOOKED_AT = 20;
const SQLITE = 'SQLite format 3\0';

/**
 * Says what a file is: an event of ours in its first lines, a database with the tables of a harness, or rows that an
 * adapter knows the session of.
 */
export async function recognise(
  path: string,
  { harnesses, host }: { harnesses: readonly Adapter<unknown>[]; host: string },
): Promise<Recognised> {
  if (await isDatabase(path)) {
    for (const adapter of harnesses) {
      const sessions = sessionsOfDatabase(adapter, path, host);
      if (sessions !== undefined) return { kind: 'record', adapter, sessions };
    }
    return { kind: 'unknown' };
  }
  if (await isExport(path)) return { kind: 'export' };
  for (const adapter of harnesses) {
    const sessions = await sessionsOfFile(adapter, path, host);
    if (sessions.length > 0) return { kind: 'record', adapter, sessions };
  }
  return { kind: 'unknown' };
}

/** All sessions of a database, where it has the tables of this harness. */
function sessionsOfDatabase(adapter: Adapter<unknown>, path: string, host: string): FoundSession[] | undefined {
  const place = adapter.place?.(path);
  if (place?.kind !== 'database' || adapter.sessionOfKey === undefined || adapter.tables === undefined)
    return undefined;
  const tables = Object.values(adapter.tables);
  try {
    readDatabase(path, (database) => {
      for (const { rows } of tables) prepare(database, rows);
    });
    return sessionsIn({ ...place, path }, 0)?.map(({ key, cwd }) => ({
      session: adapter.sessionOfKey!(key, { host, path }),
      key,
      ...(cwd !== undefined && { cwd }),
    }));
  } catch {
    return undefined;
  }
}

export async function isDatabase(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    if (!(await file.stat()).isFile()) return false;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SQLITE.length), 0, SQLITE.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === SQLITE;
  } finally {
    await file.close();
  }
}

async function isExport(path: string): Promise<boolean> {
  const input = createReadStream(path);
  let looked = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      looked += 1;
      if (looked > LINES_LOOKED_AT) return false;
      const row = rowOf(line);
      if (row !== undefined) return row.specversion !== undefined || isRecorded(row) || row.hookline === 'export';
    }
  } finally {
    input.destroy();
  }
  return false;
}

/** `{position, event}`, as the API and `hookline tail --json` write events. */
function isRecorded({ position, event }: Record<string, unknown>): boolean {
  return typeof position === 'number' && typeof event === 'object' && event !== null && 'specversion' in event;
}

function rowOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
