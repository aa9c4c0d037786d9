import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Redactor } from '@hookline/redaction';
import { redactEach } from '../record/redact-rows.ts';
import type { ImportTally } from './import-report.ts';
import type { BatchSender } from './send-in-batches.ts';

const ROWS_AT_ONCE = 200;

/** Sends an export of ours: one event per line, as it was, its secrets taken out should it hold any. */
export async function importExport(
  file: string,
  { redactor, sender, tally }: { redactor: Redactor; sender: BatchSender; tally: ImportTally },
): Promise<void> {
  let events: Record<string, unknown>[] = [];
  const flush = async (): Promise<void> => {
    const redacted = (await redactEach(redactor, events)) as (Record<string, unknown> | undefined)[];
    for (const event of redacted) {
      if (event === undefined) tally.refuse('an event nests too deeply to be looked through for secrets');
      else await sender.add({ id: String(event.id), json: JSON.stringify(event) });
    }
    events = [];
  };
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    tally.rows(1);
    const event = objectOf(line);
    if (event === undefined) tally.refuse(`line ${number}: not a JSON object`);
    else events.push(event);
    if (events.length >= ROWS_AT_ONCE) await flush();
  }
  await flush();
}

function objectOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
