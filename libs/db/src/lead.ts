import { connectAlone, type DatabaseOptions } from './connection.ts';
import { pause, retrying } from './retrying.ts';
import { isTransient } from './transient.ts';

const askAgainMs = 500;

/** See `Database.lead`. */
export async function lead(
  options: DatabaseOptions,
  name: string,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const lost = new AbortController();
    const inner = AbortSignal.any([signal, lost.signal]);
    const client = await retrying(() => connectAlone(options, () => lost.abort()), {
      signal,
      onRetry: options.onRetry,
    }).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (client === undefined) return;
    try {
      while (!inner.aborted) {
        const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as mine', [
          `hookline:${name}`,
        ]);
        if (rows[0].mine === true) {
          await run(inner);
          if (!lost.signal.aborted) return;
        } else {
          await pause(askAgainMs, inner);
        }
      }
    } catch (error) {
      if (!lost.signal.aborted && !isTransient(error)) throw error;
      options.onRetry?.(error, 0, 0);
      await pause(askAgainMs, signal);
    } finally {
      await client.end().catch(() => {});
    }
  }
}
