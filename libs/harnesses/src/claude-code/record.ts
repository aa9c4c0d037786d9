import { posix } from 'node:path';
import type { RecordFile, RecordRow } from '../adapter.ts';
import { asObject } from './payload.ts';

/** How far a file was read. `ordinal` is the number of its next line, `unreadable` counts lines that are no JSON object. */
export interface RecordCursor {
  readonly offset: number;
  readonly ordinal: number;
  readonly unreadable: number;
}

export function initialCursor(): RecordCursor {
  return { offset: 0, ordinal: 0, unreadable: 0 };
}

const lineFeed = 10;

/**
 * The rows of the next piece of a file: `chunk` holds its bytes from `cursor.offset` on. A last line without its end is
 * left for the next time. Of a `meta` file give the whole each time: it is one row, or none while it is half written.
 */
export function parseRecord(
  chunk: Uint8Array,
  cursor: RecordCursor,
  file: Pick<RecordFile, 'file' | 'agent'>,
): { rows: RecordRow[]; cursor: RecordCursor } {
  if (file.file === 'meta') return parseMeta(chunk, cursor, file);
  const rows: RecordRow[] = [];
  let { offset, ordinal, unreadable } = cursor;
  let start = 0;
  for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
    const line = textDecoder.decode(chunk.subarray(start, end)).trim();
    if (line !== '') {
      const row = parse(line);
      if (row === undefined) unreadable += 1;
      else rows.push(rowOf(file, ordinal, row));
    }
    ordinal += 1;
    offset += end + 1 - start;
    start = end + 1;
  }
  return { rows, cursor: { offset, ordinal, unreadable } };
}

const textDecoder = new TextDecoder();

function parseMeta(chunk: Uint8Array, cursor: RecordCursor, file: Pick<RecordFile, 'file' | 'agent'>) {
  const row = parse(textDecoder.decode(chunk));
  return { rows: row === undefined ? [] : [rowOf(file, 0, row)], cursor };
}

function rowOf(
  { file, agent }: Pick<RecordFile, 'file' | 'agent'>,
  ordinal: number,
  row: Record<string, unknown>,
): RecordRow {
  return agent === undefined ? { file, ordinal, row } : { file, agent, ordinal, row };
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(line)) as Record<string, unknown> | undefined;
  } catch {
    return undefined;
  }
}

/** The files of a session: links of subagents first, so that their rows know where they belong. */
export function recordFiles(transcriptPath: string, agents: readonly string[]): RecordFile[] {
  // The path comes out of a payload: nothing but a transcript is to be read for it.
  if (!transcriptPath.endsWith('.jsonl')) return [];
  const folder = subagentsFolder(transcriptPath);
  const safe = agents.filter((agent) => /^[\w-]{1,128}$/.test(agent));
  return [
    ...safe.map((agent) => ({ path: `${folder}/agent-${agent}.meta.json`, file: 'meta' as const, agent })),
    { path: transcriptPath, file: 'main' },
    ...safe.map((agent) => ({ path: `${folder}/agent-${agent}.jsonl`, file: 'subagent' as const, agent })),
  ];
}

/** The folder beside a transcript that holds its subagents' files. */
export function subagentsFolder(transcriptPath: string): string {
  return `${transcriptPath.replace(/\.jsonl$/, '')}/subagents`;
}

/** The subagent a file name in that folder belongs to; undefined for other files. */
export function agentOfFile(name: string): string | undefined {
  return /^agent-([\w-]{1,128})\.(?:jsonl|meta\.json)$/.exec(name)?.[1];
}

/** Where Claude Code keeps its transcripts: a folder per project in this one, a file per session in each. */
export function transcriptsFolder(claudeConfigDir: string): string {
  return posix.join(claudeConfigDir, 'projects');
}

/** The transcript of a session that was started in `startDir`. */
export function transcriptPathOf(claudeConfigDir: string, startDir: string, nativeSession: string): string {
  return posix.join(
    transcriptsFolder(claudeConfigDir),
    startDir.replaceAll(/[^A-Za-z0-9]/g, '-'),
    `${nativeSession}.jsonl`,
  );
}
