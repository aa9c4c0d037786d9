/**
 * Builds every read model anew while people use the console: a whole bus with 200,000 events, readers that ask what its
 * pages ask, all read models rebuilt beside the live ones, switched to, and rolled back. Counts answers that failed or
 * differ from those before, and puts their times beside those of a quiet bus.
 *
 *     npx node test/benchmarks/rebuild-in-use.ts [--events 200000] [--readers 2] [--json FILE]
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@hookline/client';
import type { CloudEvent } from '@hookline/schemas';
import { tempDir } from '@hookline/testing';
import { BusProcess } from './bus-process.ts';
import { untilProjected } from './projected.ts';
import { sessionEvents } from './projector-events.ts';
import { feed } from './real-sessions/feed.ts';
import { readSizes, report } from './report.ts';
import { quantile, timed } from './statistics.ts';

interface Generation {
  readonly name: string;
  readonly state: string;
  readonly position: number;
  readonly stateHash: string;
}

/** What readers met in one phase. */
interface Met {
  readonly tookMs: number[];
  failed: number;
  different: number;
}

const quietMs = 5_000;
const slowestTimes = 10;
const { sizes, json } = readSizes({ events: 200_000, readers: 2 });

await using folder = await tempDir();
await using bus = await BusProcess.start(join(folder.path, 'bus'));
const client = bus.client();

const sessions: string[] = [];
let told = 0;
const filling = await timed(async () => {
  let last = 0;
  let some: CloudEvent[] = [];
  for (let number = 0; told < sizes.events; number += 1) {
    const events = sessionEvents(number);
    sessions.push(events[0]!.session);
    told += events.length;
    some.push(...events);
    if (some.length < 4_000 && told < sizes.events) continue;
    last = Math.max(last, (await feed(client, some)).last);
    some = [];
  }
  await untilProjected(client, last, 900_000);
});

const before = await generations(client);
const names = [...new Set(before.map(({ name }) => name))];
const expected = new Map<string, string>();
const [read, stopReading] = readers();
await pause(quietMs);
const quiet = read.next();

const building = await timed(async () => {
  for (const name of names) await client.request('POST', `/v1/projections/${name}/rebuild`, { body: {} });
  while ((await generations(client)).some(({ state }) => state === 'building')) await pause(200);
});
const rebuilding = read.next();
const ready = (await generations(client)).filter(({ state }) => state === 'ready');
const same = before.every(({ name, stateHash }) =>
  ready.some((one) => one.name === name && one.stateHash === stateHash),
);

const switching = await timed(async () => {
  for (const name of names) await client.request('POST', `/v1/projections/${name}/switch`, { body: {} });
});
const rollingBack = await timed(async () => {
  for (const name of names) await client.request('POST', `/v1/projections/${name}/rollback`, { body: {} });
});
const switched = read.next();
await stopReading();

const all = [quiet, rebuilding, switched];
const failed = all.reduce((sum, phase) => sum + phase.failed, 0);
const different = all.reduce((sum, phase) => sum + phase.different, 0);
const answers = all.reduce((sum, phase) => sum + phase.tookMs.length, 0);
const p95 = ({ tookMs }: Met) => (tookMs.length === 0 ? 0 : quantile(tookMs, 0.95));
const perSecond = (ms: number) => `${Math.round(told / (ms / 1_000)).toLocaleString('en')} events/s`;
report(
  {
    benchmark: 'rebuild-in-use',
    figures: [
      {
        what: `answers while ${names.length} read models of ${told.toLocaleString('en')} events were rebuilt, switched to and rolled back`,
        figure: `${answers.toLocaleString('en')}, ${failed} failed, ${different} different`,
        bar: 'none failed, none different',
        met: failed === 0 && different === 0 && answers > 0,
      },
      {
        what: 'rebuilt read models',
        figure: same ? 'the hashes of the live ones' : 'OTHER HASHES',
        bar: 'equal',
        met: same,
      },
      {
        what: 'answer while rebuilding, p95',
        figure: `${p95(rebuilding).toFixed(0)} ms`,
        yardstick: `quiet: ${p95(quiet).toFixed(0)} ms`,
        ratio: p95(rebuilding) / p95(quiet),
        bar: `≤ ${slowestTimes}×`,
        met: p95(rebuilding) <= slowestTimes * p95(quiet),
      },
      {
        what: 'rebuild of all, with readers',
        figure: perSecond(building.tookMs),
        yardstick: `published, archived and projected: ${perSecond(filling.tookMs)}`,
        ratio: filling.tookMs / building.tookMs,
      },
      {
        what: 'switching all, and rolling all back',
        figure: `${switching.tookMs.toFixed(0)} ms, ${rollingBack.tookMs.toFixed(0)} ms`,
      },
    ],
    details: { filling: filling.tookMs, building: building.tookMs, quiet, rebuilding, switched },
  },
  json,
);

/** People who look at one page after the other. `next` tells what they met since it was asked last. */
function readers(): [{ next(): Met }, () => Promise<void>] {
  let met: Met = { tookMs: [], failed: 0, different: 0 };
  let going = true;
  const running = Array.from({ length: sizes.readers }, async (_, reader) => {
    for (let round = reader; going; round += 1) {
      const session = sessions[(round * 7_919) % sessions.length]!;
      const path = `/v1/sessions/${encodeURIComponent(session)}`;
      const questions = [path, `${path}/timeline?limit=200`, `${path}/outline`, '/v1/sessions?limit=100'];
      const question = questions[round % questions.length]!;
      try {
        const { tookMs, result } = await timed(() => client.request('GET', question));
        met.tookMs.push(tookMs);
        const text = JSON.stringify(result);
        if ((expected.get(question) ?? text) !== text) met.different += 1;
        expected.set(question, text);
      } catch {
        met.failed += 1;
      }
    }
  });
  return [
    {
      next() {
        const since = met;
        met = { tookMs: [], failed: 0, different: 0 };
        return since;
      },
    },
    async () => {
      going = false;
      await Promise.all(running);
    },
  ];
}

async function generations(of: Client): Promise<Generation[]> {
  return ((await of.request('GET', '/v1/projections')) as { projections: Generation[] }).projections;
}
