import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bodiesOf, manifestName, openStore, readSegments } from '@hookline/archive';
import { type ImportParts, type ImportReport, importEvents } from '@hookline/edge';
import { inlineBodies } from '@hookline/log';
import type { Environment } from './command.ts';

/** Whether a path is an archive's: an `s3://` address, or a folder with a manifest. */
export function isArchive(path: string): boolean {
  return /^s3:/i.test(path) || existsSync(join(path, manifestName));
}

/**
 * Imports an archive, a segment at a time, long texts in their places. A damaged segment is refused by name, and the
 * others come all the same. Importing again goes on where it ended: what is known adds nothing.
 */
export async function importArchive(
  where: string,
  { env, onProgress, ...parts }: Pick<ImportParts, 'bus' | 'redactor' | 'onProgress'> & { env: Environment },
  signal: AbortSignal,
): Promise<ImportReport> {
  const store = openStore(where, env);
  const bodies = { put: () => Promise.reject(new Error('an archive is read only')), ...bodiesOf(store) } as never;
  async function* read(refuse: (reason: string) => void): AsyncGenerator<Record<string, unknown>> {
    let events = 0;
    for await (const { segment, events: held, fault } of readSegments(store)) {
      if (fault !== undefined) refuse(`${fault}: its ${segment.events} events are not imported`);
      for (const { event } of held) yield await inlineBodies(event, bodies);
      events += held.length;
      onProgress?.({ file: where, events, share: Number.NaN });
    }
  }
  return await importEvents(where, read, parts, signal);
}
