import type { ArchiveSource } from '@hookline/archive';
import type { Client } from '@hookline/client';
import type { RecordedEvent } from '@hookline/schemas';
import { CommandError } from '../failure.ts';
import { readLog } from './read-log.ts';

const batchSize = 200;
const gone = [404, 410];

/**
 * The log of a bus, as an archive is written from it over HTTP. Throws for a token of one project: what it may not read
 * would be missing, and retention takes what an archive covers for safe.
 */
export async function sourceOver(client: Client, signal: AbortSignal): Promise<ArchiveSource> {
  // Asked for nothing, the bus says which log it is and how far it goes.
  const { log, until, project } = await readLog(client, { after: Number.MAX_SAFE_INTEGER }, signal);
  if (project !== undefined) {
    throw new CommandError(`this token is for the project ${project}, and an archive has all of a log`, {
      hint: '`hookline tokens create --scope read` without --project makes one that may; hookline export takes what this one sees',
    });
  }
  return {
    identity: log,
    last: until,
    async *read(after, to) {
      const { events } = await readLog(client, { after, until: to, texts: 'references' }, signal);
      let batch: RecordedEvent[] = [];
      for await (const event of events) {
        if (batch.push(event) < batchSize) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
    async body(ref) {
      const answer = await client.send('GET', `/v1/bodies/${ref}`, { accept: gone, signal, timeoutMs: 120_000 });
      const text = await answer.text();
      return gone.includes(answer.status) ? undefined : text;
    },
  };
}
