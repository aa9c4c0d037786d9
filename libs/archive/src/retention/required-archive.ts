import { readManifest } from '../manifest.ts';
import { ArchiveError } from '../store/archive-store.ts';
import { openStore } from '../store/open-store.ts';
import type { Environment } from '../store/s3-store.ts';
import type { Policy } from './policy.ts';

/**
 * The last position whose event may be deleted: everything, or with `require-archive` what that archive's manifest covers
 * without a segment that is not there.
 * Throws `ArchiveError` when the archive cannot be read, or is of another log: then nothing may be deleted.
 */
export async function archivedUntil({ requireArchive }: Policy, log: string, env: Environment): Promise<number> {
  if (requireArchive === undefined) return Number.MAX_SAFE_INTEGER;
  const store = openStore(requireArchive, env);
  const manifest = await readManifest(store);
  if (manifest === undefined) return 0;
  if (manifest.log !== log) {
    throw new ArchiveError(
      `require-archive: ${requireArchive} is the archive of the log ${manifest.log}, this one is ${log}: nothing is deleted`,
    );
  }
  let until = 0;
  for (const { name, to } of manifest.segments) {
    if (!(await store.has(name))) break;
    until = to;
  }
  return until;
}
