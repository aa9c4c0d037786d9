/**
 * Appends to the event log against a bare client that publishes the same bytes with the same window: as 500-event
 * batches, and event by event. Prints events per second and the ratio, both in turns on one
 * nats-server of their own.
 *
 *     npx node test/benchmarks/log.ts [--rounds 16] [--json FILE]
 */
import { FolderBodyStore, JetStreamLog, withBodies } from '@hookline/log';
import { type CloudEvent, eventId } from '@hookline/schemas';
import { startTestNats, tempDir } from '@hookline/testing';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { readSizes, report } from './report.ts';

const roundSize = 8000;
const batchSize = 500;
const inFlight = 8;
const bar = 0.7;
const { sizes, json } = readSizes({ rounds: 16 });
const { rounds } = sizes;

function event(round: string, index: number): CloudEvent {
  return {
    specversion: '1.0',
    id: eventId(round, index),
    source: 'claude-code://bench-host',
    type: 'hookline.tool.finished.v1',
    dataschema: 'urn:hookline:schema:tool.finished:1',
    time: '2026-11-20T10:00:00.000Z',
    datacontenttype: 'application/json',
    tenant: 'default',
    project: 'github.com/acme/shop',
    session: `claude-code:${index % 20}`,
    sequence: `1763632800000${index}`,
    agent: 'main',
    turn: eventId(round, 'turn', index % 50),
    harness: 'claude-code',
    adapter: '1',
    origin: 'hook',
    trust: 'tool-output',
    data: {
      call: `toolu_${index}`,
      tool: 'Bash',
      outcome: 'ok',
      output: 'x'.repeat(700),
      effects: [{ type: 'process.exec' }],
    },
  };
}

const eventsOf = (round: string, count: number): CloudEvent[] =>
  Array.from({ length: count }, (_, index) => event(round, index));

function batchesOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

async function drain<Item>(items: Item[], width: number, work: (item: Item) => Promise<unknown>): Promise<void> {
  const next = async (): Promise<void> => {
    for (let item = items.shift(); item !== undefined; item = items.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, next));
}

/** What the stream stores of an event, made beforehand: the yardstick only sends. */
interface Prepared {
  readonly subject: string;
  readonly lines: [string, string][];
  readonly body: Uint8Array;
}

function prepared(each: CloudEvent): Prepared {
  const lines = Object.entries(each).flatMap(([name, value]): [string, string][] =>
    name === 'data' ? [] : [[name === 'datacontenttype' ? 'content-type' : `ce-${name}`, String(value)]],
  );
  const session = each.session.replace(/\W/g, '');
  const body = new TextEncoder().encode(JSON.stringify(each.data));
  return { subject: `evt.default.bench.${session}.tool`, lines: [['Nats-Msg-Id', each.id], ...lines], body };
}

async function publishBatch(nats: NatsConnection, batch: Prepared[], name: string): Promise<void> {
  for (const [index, { subject, lines, body }] of batch.entries()) {
    const head = headers();
    for (const [key, value] of lines) head.append(key, value);
    if (batch.length > 1) {
      head.append('Nats-Batch-Id', name);
      head.append('Nats-Batch-Sequence', String(index + 1));
    }
    if (index < batch.length - 1) {
      nats.publish(subject, body, { headers: head });
      continue;
    }
    if (batch.length > 1) head.append('Nats-Batch-Commit', '1');
    const answer = (await nats.request(subject, body, { headers: head, timeout: 30_000 })).json<{ error?: unknown }>();
    if (answer.error) throw new Error(JSON.stringify(answer.error));
  }
}

interface Taken {
  count: number;
  wallMs: number;
  cpuMs: number;
}
const results: Record<string, Taken> = {};

/** Adds to what the work of that name took. */
async function timed(name: string, count: number, work: () => Promise<unknown>): Promise<void> {
  const taken = results[name] ?? { count: 0, wallMs: 0, cpuMs: 0 };
  results[name] = taken;
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  taken.count += count;
  taken.wallMs += performance.now() - startedAt;
  taken.cpuMs += (user + system) / 1000;
}

await using nats = await startTestNats({ sync: 'always' });
await using log = await JetStreamLog.open({ ...nats.connection, inFlightMax: inFlight });
const bare = await connect(nats.connection);

for (let round = 0; round < rounds; round++) {
  const ours = eventsOf(`ours-${round}`, roundSize);
  const theirs = eventsOf(`bare-${round}`, roundSize).map(prepared);
  const append = (): Promise<unknown> => drain(batchesOf(ours, batchSize), inFlight, (batch) => log.append(batch));
  let name = 0;
  const send = (batch: Prepared[]): Promise<void> => publishBatch(bare, batch, `bare-${round}-${name++}`);
  const appendAll = (): Promise<void> => timed('append', roundSize, append);
  const sendAll = (): Promise<void> =>
    timed('bare', roundSize, () => drain(batchesOf(theirs, batchSize), inFlight, send));
  // In turns first: whoever is second finds a fuller heap.
  for (const work of round % 2 ? [sendAll, appendAll] : [appendAll, sendAll]) await work();
  await timed('append again', roundSize, append);
  const single = eventsOf(`single-${round}`, roundSize / 20);
  const singleBare = eventsOf(`single-bare-${round}`, roundSize / 20).map(prepared);
  await timed('append single', single.length, () => drain([...single], inFlight, (each) => log.append([each])));
  await timed('bare single', singleBare.length, () => drain(batchesOf(singleBare, 1), inFlight, send));
  if (round === 0) for (const warmedUp of Object.keys(results)) delete results[warmedUp];
}

const { last } = await log.head();
const stopping = new AbortController();
let read = 0;
await timed('read', last, async () => {
  for await (const batch of log.read(0, { signal: stopping.signal })) {
    read += batch.length;
    if (read >= last) stopping.abort();
  }
});

await using folder = await tempDir();
const store = new FolderBodyStore(folder.path);
const small = eventsOf('bodies', 10_000);
await timed('withBodies, nothing long', small.length, () => drain([...small], 1, (each) => withBodies(each, store)));

const figures = Object.fromEntries(
  Object.entries(results).map(([key, { count, wallMs, cpuMs }]) => [
    key,
    { perSecond: Math.round((count / wallMs) * 1000), cpuMicros: Number(((cpuMs / count) * 1000).toFixed(1)) },
  ]),
);
const ratio = (ours: string, yardstick: string): number => figures[ours]!.perSecond / figures[yardstick]!.perSecond;
console.log(
  `events of about 1.4 KB, ${batchSize} a batch, ${inFlight} in flight, sync always, ${rounds} rounds in turns`,
);
for (const [key, { perSecond, cpuMicros }] of Object.entries(figures)) {
  console.log(
    `${key.padEnd(28)} ${String(perSecond).padStart(7)} events/s ${String(cpuMicros).padStart(7)} µs of CPU each`,
  );
}
report(
  {
    benchmark: 'log',
    figures: [
      ['append to the log, batches of 500', 'append', 'bare'] as const,
      ['append to the log, event by event', 'append single', 'bare single'] as const,
    ].map(([what, ours, yardstick]) => ({
      what,
      figure: `${figures[ours]!.perSecond} events/s`,
      yardstick: `bare client: ${figures[yardstick]!.perSecond} events/s`,
      ratio: ratio(ours, yardstick),
      bar: `≥ ${bar}×`,
      met: ratio(ours, yardstick) >= bar,
    })),
    details: figures,
  },
  json,
);
await bare.close();
