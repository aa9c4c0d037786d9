import { HooklineError } from '@hookline/client';
import { z } from 'zod';
import type { Surroundings } from '../command.ts';
import { count } from '../render/words.ts';
import type { Finding } from './finding.ts';

const status = z.looseObject({
  ok: z.boolean(),
  version: z.string(),
  services: z.array(z.looseObject({ name: z.string(), ok: z.boolean(), detail: z.string().optional() })),
  log: z.looseObject({ last: z.number() }).nullable(),
  lag: z.record(z.string(), z.number()),
  quarantine: z.array(z.looseObject({ session: z.string().optional(), error: z.string().optional() })),
  durability: z.object({ setting: z.string(), canLose: z.string() }),
});
/** More events than this behind is worth a word; the projector folds tens of thousands a second. */
const lagMax = 5000;

/** Whether the bus answers, lets us in, and is well by its own account. */
export async function examineBus({ connect }: Surroundings): Promise<Finding[]> {
  const { client, url } = await connect();
  let found: z.infer<typeof status>;
  try {
    found = await client.request('GET', '/v1/status', { schema: status, timeoutMs: 10_000 });
  } catch (error) {
    if (!(error instanceof HooklineError)) throw error;
    return [{ level: 'problem', part: 'bus', message: error.message, ...(error.hint && { advice: error.hint }) }];
  }
  const findings: Finding[] = [{ level: 'ok', part: 'bus', message: `hookline ${found.version} answers at ${url}` }];
  for (const { name, ok, detail } of found.services) {
    findings.push({
      level: ok ? 'ok' : 'problem',
      part: name,
      message: detail ?? (ok ? 'well' : 'not well, and it does not say why'),
    });
  }
  for (const [name, lag] of Object.entries(found.lag)) {
    if (lag > lagMax) {
      findings.push({
        level: 'warning',
        part: `projection ${name}`,
        message: `${count(lag, 'event')} behind the log`,
        advice: 'wait; if it stays behind, look at the log of the projector',
      });
    }
  }
  for (const { session, error } of found.quarantine) {
    findings.push({
      level: 'problem',
      part: 'quarantine',
      message: `session ${session ?? '?'} could not be folded: ${error ?? 'no reason given'}`,
      advice:
        'all other sessions go on; upgrade hookline, then fold it again with POST /v1/quarantine/<session>/requeue',
    });
  }
  findings.push({
    level: 'note',
    part: 'durability',
    message: `${found.durability.setting}: can lose ${found.durability.canLose}`,
  });
  return findings;
}
