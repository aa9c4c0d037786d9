/**
 * How long it takes from an event that a rule waits for, sent to the gateway, to the work item in the hands of a
 * worker that waits for it: durable log, rule, transaction, outbox, queue, claim. The yardstick is a bare client that
 * publishes to a work queue of the same broker and pulls. Both in turns.
 *
 *     npx node test/benchmarks/work.ts [--runs 200] [--json FILE]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventId, newEvent, sequenceAt } from '@hookline/schemas';
import { startTestNats, tempDir } from '@hookline/testing';
import { AckPolicy, jetstream, jetstreamManager, RetentionPolicy } from '@nats-io/jetstream';
import { connect, nanos } from '@nats-io/transport-node';
import { z } from 'zod';
import { BusProcess } from './bus-process.ts';
import { readSizes, report } from './report.ts';
import { quantile } from './statistics.ts';

const bars = { ratio: 10, p50Ms: 20 };
const settleRuns = 20;
const { sizes, json } = readSizes({ runs: 200 });

await using nats = await startTestNats({ sync: 'always' });
await using folder = await tempDir();
if (process.env.DBG) console.log(folder.path);
mkdirSync(join(folder.path, 'rules'));
writeFileSync(
  join(folder.path, 'rules', 'review.yaml'),
  `rule: review-edits
on: file.written
limits: { perMinute: 10000 }
then:
  - work: { queue: review, payload: { path: "{{data.path}}" } }
tests:
  - given: [{ kind: file.written, data: { path: src/cart.ts, how: edit } }]
    expect: { firings: 1 }
`,
);
const address = new URL(nats.connection.servers);
address.username = nats.connection.user ?? '';
address.password = nats.connection.pass ?? '';
await using bus = await BusProcess.start(folder.path, { env: { HOOKLINE_NATS_URL: address.href } });
const client = bus.client();

const bare = await connect(nats.connection);
const manager = await jetstreamManager(bare);
await manager.streams.add({ name: 'YARDSTICK', subjects: ['yardstick'], retention: RetentionPolicy.Workqueue });
await manager.consumers.add('YARDSTICK', {
  durable_name: 'puller',
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(30_000),
});
const puller = await jetstream(bare).consumers.get('YARDSTICK', 'puller');

const times = { bare: [] as number[], ours: [] as number[] };
for (let run = -settleRuns; run < sizes.runs; run += 1) {
  const [bareMs, oursMs] = [await pullBare(run), await takeOurs(run)];
  if (run < 0) continue;
  times.bare.push(bareMs);
  times.ours.push(oursMs);
}
await bare.close();

const [p50, p99] = [quantile(times.ours, 0.5), quantile(times.ours, 0.99)];
const ratio = p50 / quantile(times.bare, 0.5);
report(
  {
    benchmark: 'work',
    figures: [
      {
        what: 'event to claimed work item',
        figure: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
        yardstick: `bare publish to pull: p50 ${quantile(times.bare, 0.5).toFixed(1)} ms`,
        ratio,
        bar: `p50 ≤ ${bars.ratio}× and ≤ ${bars.p50Ms} ms`,
        met: ratio <= bars.ratio && p50 <= bars.p50Ms,
      },
    ],
    details: times,
  },
  json,
);

async function pullBare(run: number): Promise<number> {
  const pulled = puller.next({ expires: 10_000 });
  await bare.flush();
  const began = performance.now();
  await jetstream(bare).publish('yardstick', JSON.stringify({ run }));
  const message = await pulled;
  await message!.ackAck();
  return performance.now() - began;
}

async function takeOurs(run: number): Promise<number> {
  const taken = client.request('POST', '/v1/work/review/take', {
    body: { worker: 'bench', waitMs: 10_000 },
    schema: z.looseObject({ id: z.string(), fence: z.number(), payload: z.unknown() }),
  });
  const at = Date.now();
  const began = performance.now();
  await client.publish([
    newEvent({
      kind: 'file.written',
      id: eventId('work benchmark', run),
      source: 'urn:hookline:bench:claude-code',
      time: new Date(at).toISOString(),
      sequence: sequenceAt(at, 1),
      session: `claude-code:work-benchmark-${run}`,
      project: 'github.com/acme/shop',
      harness: 'claude-code',
      origin: 'hook',
      data: { path: 'src/cart.ts', how: 'edit' },
    }),
  ]);
  const { id, fence } = await taken;
  const tookMs = performance.now() - began;
  await client.request('POST', `/v1/work/items/${id}/done`, { body: { fence } });
  return tookMs;
}
