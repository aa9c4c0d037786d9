import { type Database, pause } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import type { Health } from '@hookline/service';
import type { Logger } from 'pino';
import { Extractor } from './extractor.ts';
import type { ExtractionPlan } from './settings.ts';

const lookEveryMs = 3_000;
const awayAtLeastMs = 10_000;
const awayAtMostMs = 30 * 60_000;

interface Parts {
  readonly db: Database;
  readonly log: EventLog;
  readonly plan: ExtractionPlan;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly health: Pick<Health, 'report'>;
}

/** Reads sessions with a model as they end or grow, until `signal` aborts. Nothing else waits for it. */
export async function runExtraction({ logger, health, ...parts }: Parts, signal: AbortSignal): Promise<void> {
  const extractor = new Extractor(parts);
  let awayMs = 0;
  while (!signal.aborted) {
    try {
      const step = await extractor.next(signal);
      awayMs = 0;
      if (step.outcome === 'read') {
        logger.info(step, 'a model read part of a session');
        continue;
      }
      health.report('extraction', { ok: true, facts: { budgetUsedUp: extractor.spent.length } });
      await pause(lookEveryMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      awayMs = Math.min(Math.max(awayAtLeastMs, awayMs * 2), awayAtMostMs);
      const detail = error instanceof Error ? error.message : String(error);
      logger.warn({ err: error, retryAfterMs: awayMs }, 'no model proposes memories now: all else goes on');
      health.report('extraction', { ok: false, detail });
      await pause(awayMs, signal);
    }
  }
}
