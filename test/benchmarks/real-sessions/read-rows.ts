import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/** A normalised row of a real session, as the shared data sets hold them. Texts are cut at 1,500 characters there. */
export interface NormalisedRow {
  readonly s: string;
  readonly u: string;
  readonly ts: string;
  readonly side: boolean;
  readonly cwd: string;
  readonly br: string;
  readonly k: 'prompt' | 'say' | 'tool' | 'result' | 'summary';
  readonly id?: string;
  readonly name?: string;
  readonly inp?: unknown;
  readonly err?: boolean;
  readonly text?: string;
  /** True for prompts that the harness wrote. */
  readonly meta?: boolean;
}

/** Reads a data set whole, by session, in the order of the file. */
export async function readSessions(path: string): Promise<Map<string, NormalisedRow[]>> {
  const sessions = new Map<string, NormalisedRow[]>();
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    if (line === '') continue;
    const row = JSON.parse(line) as NormalisedRow;
    const rows = sessions.get(row.s) ?? [];
    rows.push(row);
    sessions.set(row.s, rows);
  }
  return sessions;
}
