import type { RecordedEvent } from '@hookline/schemas';
import { eventsOfSession } from './read-segments.ts';
import { openStore } from './store/open-store.ts';
import type { Environment } from './store/s3-store.ts';

/** The events of a session out of the archive at a folder or `s3://bucket/prefix`: see `eventsOfSession`. */
export async function eventsOfArchive(
  where: string,
  session: string,
  env: Environment = {},
  cwd = '/',
): Promise<RecordedEvent[]> {
  return await eventsOfSession(openStore(where, env, cwd), session);
}
