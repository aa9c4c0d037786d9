import { readCheckpoint } from './checkpoints.ts';
import type { Database } from './database.ts';
import { archivist } from './read-history.ts';
import { retrying } from './retrying.ts';

/** The projector says here how far it came, after each commit: the payload is the position. */
export const projectedChannel = 'hookline_projected';

/** Resolves once a consumer has dealt with everything up to a position. Rejects after `timeoutMs` (30 s) or on abort. */
export async function waitForPosition(
  db: Database,
  position: number,
  options: { readonly signal?: AbortSignal; readonly name?: string; readonly timeoutMs?: number } = {},
): Promise<void> {
  const name = options.name ?? archivist;
  const timeoutMs = options.timeoutMs ?? 30_000;
  const done = new AbortController();
  const timeout = AbortSignal.timeout(timeoutMs);
  const ended = AbortSignal.any([done.signal, timeout, ...(options.signal ? [options.signal] : [])]);
  let reached = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      ended.addEventListener('abort', () => reject(ended.reason), { once: true });
      const look = () => {
        retrying(() => readCheckpoint(db, name), { signal: ended }).then((checkpoint) => {
          reached = checkpoint?.position ?? 0;
          if (reached >= position) resolve();
        }, reject);
      };
      db.listen(projectedChannel, look, { signal: ended }).catch(reject);
      if (ended.aborted) reject(ended.reason);
    });
  } catch (error) {
    if (!timeout.aborted) throw error;
    throw new Error(
      `${name} stands at ${reached}, expected ${position} within ${timeoutMs} ms: is the projector running? (hookline doctor)`,
      { cause: error },
    );
  } finally {
    done.abort();
  }
}
