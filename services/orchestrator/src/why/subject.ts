import { archiveRange, type Database, findEvent } from '@hookline/db';
import { ApiError, notFound } from '@hookline/http';
import type { EventLog } from '@hookline/log';
import type { RecordedEvent } from '@hookline/schemas';
import { readFiring } from './firing-rows.ts';

/** What somebody asks about. */
export interface Asked {
  readonly event?: string | undefined;
  readonly firing?: string | undefined;
  readonly position?: number | undefined;
}

/** An event of the log, or a firing. */
export type Subject = { readonly event: RecordedEvent } | { readonly firing: string };

/**
 * Finds what is asked about: one of event, firing and position; an id of either kind is taken for both. Throws a 400 where
 * none or several are named, and a 404 with the range there is where nothing is found, or may be seen.
 */
export async function findSubject(
  { db, log }: { db: Database; log: Pick<EventLog, 'head'> },
  { event, firing, position }: Asked,
  project?: string,
): Promise<Subject> {
  if ([event, firing, position].filter((one) => one !== undefined).length !== 1) {
    throw new ApiError(400, 'bad-request', 'expected one of event, firing and position', {
      hint: 'for example ?position=412, ?event=<id> or ?firing=<id>',
    });
  }
  const id = event ?? firing;
  if (id !== undefined && (await readFiring(db, id, project)) !== undefined) return { firing: id };
  const found = await findEvent(db, id === undefined ? { position: position! } : { id });
  if (found !== undefined && (project === undefined || found.event.project === project)) return { event: found };
  const [range, { last }] = await Promise.all([archiveRange(db), log.head()]);
  const there =
    project === undefined && range !== undefined
      ? `the log holds positions ${range.first} to ${range.last}`
      : undefined;
  if (id !== undefined) throw notFound(`there is no event and no firing ${id}`, there);
  if (position! > (range?.last ?? 0) && position! <= last) {
    throw notFound(`position ${position} is not archived yet`, 'try again in a moment');
  }
  throw notFound(`there is no event at position ${position}`, there);
}
