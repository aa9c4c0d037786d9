import type { RecordFile } from '@hookline/harnesses';
import { z } from 'zod';

const recordFile = z.object({
  path: z.string(),
  file: z.enum(['main', 'subagent', 'meta']),
  agent: z.string().optional(),
  format: z.literal('text').optional(),
  table: z.string().optional(),
  key: z.string().optional(),
});

const cursor = z.object({ offset: z.number(), ordinal: z.number(), unreadable: z.number() });

const project = z.object({
  id: z.string(),
  name: z.string(),
  remote: z.string().optional(),
  root: z.string().optional(),
  rootCommit: z.string().optional(),
  branch: z.string().optional(),
});

/**
 * What the edge keeps of a session between two runs. It describes the moment after the entries that were acknowledged
 * last; `done` names those of them whose spool files may still lie there. Everything in it is redacted.
 */
export const sessionFile = z.object({
  format: z.literal(1),
  session: z.string(),
  harness: z.string(),
  adapterVersion: z.string(),
  project,
  /** The folder the harness was started in: where a card for it goes. */
  projectDir: z.string().optional(),
  actor: z.string(),
  /** Process id of the harness, as the last hook told it. */
  harnessPid: z.number().optional(),
  /** Something came since the session was last settled: a hook or a row of the record. */
  awake: z.boolean().optional(),
  /** When something came last, Unix milliseconds; of a record read late, when it was written. */
  stirredAtMs: z.number().optional(),
  /** The adapter's own state; only it can read it. */
  state: z.unknown(),
  /** How far each file, or each table, of the harness's record was read: by {@link cursorKey}. */
  cursors: z.record(z.string(), cursor),
  files: z.array(recordFile),
  /** The harness's record was there once: from then on it is relied on. */
  recordSeen: z.boolean(),
  /** Read the record again at this time (Unix milliseconds): the harness is still writing it. */
  again: z.object({ atMs: z.number(), files: z.array(recordFile), final: z.boolean() }).optional(),
  done: z.array(z.string()),
});

export type SessionFile = z.infer<typeof sessionFile>;

/** Names a file of a record, or what is one session's in it. */
export function cursorKey({ path, table, key }: Pick<RecordFile, 'path' | 'table' | 'key'>): string {
  return table === undefined && key === undefined ? path : JSON.stringify([path, table ?? null, key ?? null]);
}
