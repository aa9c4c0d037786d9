import { join } from 'node:path';
import { Spool } from '@hookline/spool';
import { z } from 'zod';
import type { Connection } from '../connection.ts';
import { CommandError } from '../failure.ts';
import { pause } from '../pause.ts';

const status = z.looseObject({
  log: z.looseObject({ last: z.number() }).nullable(),
  lag: z.record(z.string(), z.number()),
});

/** Resolves when all that was captured in `home` is in the log and in every read model. Throws after `timeoutMs`. */
export async function untilProjected(
  { client }: Connection,
  home: string,
  signal: AbortSignal,
  timeoutMs = 60_000,
): Promise<void> {
  const spool = Spool.open(join(home, 'spool'));
  const until = Date.now() + timeoutMs;
  for (let quiet = 0; quiet < 2; ) {
    const { entries } = await spool.backlog();
    const { log, lag } = await client.request('GET', '/v1/status', { schema: status });
    const behind = Object.values(lag).reduce((sum, each) => sum + each, 0);
    quiet = entries === 0 && log !== null && log.last > 0 && behind === 0 ? quiet + 1 : 0;
    if (signal.aborted) return;
    if (Date.now() > until) {
      throw new CommandError(
        `${entries} captured events are not in the log, or ${behind} are not in the read models, after ${timeoutMs / 1000} s`,
        {
          hint: '`hookline doctor` says which part is behind',
        },
      );
    }
    if (quiet < 2) await pause(50, signal);
  }
}
