import type { Moment } from '@hookline/db';
import type { ApiContext } from '../context.ts';
import { filesAtMoment } from '../workspace/workspaces.ts';

/** SHA-256 of the content of every file of a session that is known at a moment, by path. */
export async function knownContents(
  context: Pick<ApiContext, 'db' | 'bodies'>,
  session: string,
  moment: Moment,
): Promise<ReadonlyMap<string, string>> {
  const files = await filesAtMoment(context, session, moment);
  return new Map(files.flatMap(({ path, hash }) => (hash === null ? [] : [[path, hash] as const])));
}
