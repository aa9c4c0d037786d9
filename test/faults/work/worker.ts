/**
 * A worker of the storm: takes items of one queue over HTTP, works a moment, and reports. What the bus took of its
 * reports is a line in its ledger. It holds nothing else, so that it may be killed at any moment.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, HooklineError } from '@hookline/client';
import { z } from 'zod';

const env = z
  .object({ HOOKLINE_URL: z.string(), HOOKLINE_TOKEN: z.string(), STORM_LEDGER: z.string(), STORM_WORKER: z.string() })
  .parse(process.env);
const client = createClient({ url: env.HOOKLINE_URL, token: env.HOOKLINE_TOKEN });
const item = z.looseObject({
  id: z.string(),
  fence: z.number(),
  payload: z.looseObject({ number: z.coerce.number() }),
});

console.log(JSON.stringify({ msg: `${env.STORM_WORKER} ready` }));
for (;;) {
  try {
    const body = { worker: env.STORM_WORKER, waitMs: 2_000, leaseMs: 3_000 };
    const taken = await client.request('POST', '/v1/work/storm/take', { body, timeoutMs: 10_000 });
    if (taken !== undefined) await workOn(item.parse(taken));
  } catch (error) {
    // The orchestrator, the broker or the database is down: somebody kills them. What was taken is another's soon.
    if (!(error instanceof HooklineError)) throw error;
    await pause(100);
  }
}

async function workOn({ id, fence, payload }: z.infer<typeof item>): Promise<void> {
  await pause(20);
  // Every fortieth item can never be done: it has to end as a dead letter with this reason.
  const impossible = payload.number % 40 === 0;
  const verb = impossible ? 'fail' : 'done';
  const body = impossible
    ? { fence, error: 'this one cannot be done', final: true }
    : { fence, result: { number: payload.number } };
  await client.request('POST', `/v1/work/items/${encodeURIComponent(id)}/${verb}`, { body, timeoutMs: 10_000 });
  appendFileSync(env.STORM_LEDGER, `${verb} ${id} ${fence}\n`);
}
