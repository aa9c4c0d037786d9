import { claudeCode, type RecordContext } from '@hookline/harnesses';
import type { CloudEvent } from '@hookline/schemas';
import { asTranscriptRow } from './as-transcript.ts';
import type { NormalisedRow } from './read-rows.ts';

/** The events of one real session, marked `origin: import`, with the times of the data set. */
export function eventsOf(session: string, rows: readonly NormalisedRow[], repository: string): CloudEvent[] {
  const context: RecordContext = {
    tenant: 'default',
    host: 'benchmark',
    actor: rows[0]?.u,
    project: { id: `github.com/${repository}`, name: repository.slice(repository.indexOf('/') + 1) },
    origin: 'import',
    complete: true,
  };
  const ours = `${claudeCode.harness}:${session}`;
  const records = rows.flatMap((row, ordinal) => {
    const transcript = asTranscriptRow(row, ordinal);
    return transcript === undefined ? [] : [{ file: 'main' as const, ordinal, row: transcript }];
  });
  const translated = claudeCode.translateRecord(records, context, claudeCode.initialState(), ours);
  const reconciled = claudeCode.reconcile(context, translated.state, ours);
  return [...translated.events, ...reconciled.events];
}
