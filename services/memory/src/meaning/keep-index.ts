import { type Database, pause } from '@hookline/db';
import { dropVectors, embedNext, extensionsOf, fitRecall, type Meaning, prepareRecall } from '@hookline/recall';
import type { Health } from '@hookline/service';
import type { Logger } from 'pino';

const lookEveryMs = 3_000;
const awayAtLeastMs = 10_000;
const awayAtMostMs = 10 * 60_000;
const looksPerCleaning = 1_000;

interface Parts {
  readonly db: Database;
  /** Undefined where nothing is found by meaning. */
  readonly meaning: Meaning | undefined;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly health: Pick<Health, 'report'>;
}

/**
 * Keeps what recall stands on: its index in the form of this version, the extensions that can be had, and vectors for
 * texts that have none yet. Until `signal` aborts; nothing else waits for it, and it never rejects.
 */
export async function keepIndex({ db, meaning, logger, health }: Parts, signal: AbortSignal): Promise<void> {
  let awayMs = 0;
  let looks = 0;
  let prepared = false;
  while (!signal.aborted) {
    try {
      if (!prepared) {
        const missing = await prepareRecall(db, { vectors: meaning !== undefined });
        await fitRecall(db, signal);
        health.report('recall', { ok: true, ...(missing.length > 0 && { detail: missing.join('; ') }) });
        prepared = true;
      }
      if (meaning === undefined || !(await extensionsOf(db)).vectors) return;
      if (looks % looksPerCleaning === 0) await dropVectors(db, meaning);
      looks += 1;
      const made = await embedNext(db, meaning, signal);
      awayMs = made === undefined ? Math.min(Math.max(awayAtLeastMs, awayMs * 2), awayAtMostMs) : 0;
      if (made === undefined) await pause(awayMs, signal);
      else if (made === 0) await pause(lookEveryMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      awayMs = Math.min(Math.max(awayAtLeastMs, awayMs * 2), awayAtMostMs);
      const detail = error instanceof Error ? error.message : String(error);
      logger.warn({ err: error, retryAfterMs: awayMs }, 'the index of recall is not kept now');
      health.report('recall', { ok: false, detail });
      await pause(awayMs, signal);
    }
  }
}
