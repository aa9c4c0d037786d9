import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@hookline/client';
import { z } from 'zod';

const status = z.looseObject({
  log: z.looseObject({ last: z.number() }).nullable(),
  lag: z.record(z.string(), z.number()),
});

/** Resolves when everything up to `position` is in the read models. Throws after `timeoutMs`. */
export async function untilProjected(client: Client, position: number, timeoutMs = 120_000): Promise<void> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const { log, lag } = await client.request('GET', '/v1/status', { schema: status });
    const behind = Object.values(lag);
    if (log !== null && behind.length > 0 && log.last - Math.max(...behind) >= position) return;
    if (Date.now() > until) {
      throw new Error(
        `position ${position} is not projected after ${timeoutMs} ms; the status says ${JSON.stringify({ log, lag })}`,
      );
    }
    await pause(100);
  }
}
