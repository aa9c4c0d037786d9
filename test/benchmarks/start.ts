/**
 * How long a bus takes from `npm start` to 200 on /healthz: with an empty home and nothing in the cache (only with
 * --download, because it fetches nats-server), with an empty home, and with a home that was used before. Then what
 * all of its processes hold in memory when nothing happens. The yardstick is starting Node for nothing.
 *
 *     npx node test/benchmarks/start.ts [--runs 5] [--idle 10] [--download 1] [--json FILE]
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tempDir } from '@hookline/testing';
import { BusProcess } from './bus-process.ts';
import { type ProcessMemory, treeMemory } from './process-memory.ts';
import { type Figure, readSizes, report } from './report.ts';
import { median, timed } from './statistics.ts';

const benchmark = 'start';
const bars = { coldMs: 15_000, warmMs: 3_000, residentMb: 400 };
const { sizes, json } = readSizes({ runs: 5, idle: 10, download: 0 });

const times = { node: [] as number[], download: [] as number[], cold: [] as number[], warm: [] as number[] };
let memory: readonly ProcessMemory[] = [];

if (sizes.download > 0) {
  await using folder = await tempDir();
  const cache = join(folder.path, 'cache');
  times.download.push(await startOnce(join(folder.path, 'home'), { cache, env: { HOME: folder.path } }));
}
for (let run = 0; run < sizes.runs; run += 1) {
  await using folder = await tempDir();
  times.node.push((await timed(async () => spawnSync(process.execPath, ['-e', '0']))).tookMs);
  times.cold.push(await startOnce(folder.path));
  times.node.push((await timed(async () => spawnSync(process.execPath, ['-e', '0']))).tookMs);
  times.warm.push(await startOnce(folder.path));
}
{
  await using folder = await tempDir();
  await using bus = await BusProcess.start(folder.path);
  await pause(sizes.idle * 1000);
  memory = treeMemory(bus.child.pid!);
}

const node = median(times.node);
const startFigure = (what: string, of: readonly number[], barMs: number): Figure => ({
  what,
  figure: `${(median(of) / 1000).toFixed(1)} s`,
  yardstick: `node -e 0: ${Math.round(node)} ms`,
  ratio: median(of) / node,
  bar: `≤ ${barMs / 1000} s`,
  met: median(of) <= barMs,
});
const sharedOnceMb = memory.reduce((sum, { proportionalMb }) => sum + proportionalMb, 0);
const residentMb = memory.reduce((sum, { residentMb: each }) => sum + each, 0);
for (const { name, pid, ...held } of memory) {
  console.log(
    `${name.padEnd(24)} ${String(pid).padStart(8)} ${held.residentMb.toFixed(0).padStart(5)} MB resident, ${held.proportionalMb.toFixed(0)} MB with shared pages counted once`,
  );
}
report(
  {
    benchmark,
    figures: [
      ...(times.download.length > 0
        ? [startFigure('first start, nats-server fetched', times.download, bars.coldMs)]
        : []),
      startFigure('cold start, empty home, to 200 on /healthz', times.cold, bars.coldMs),
      startFigure('warm start to 200 on /healthz', times.warm, bars.warmMs),
      {
        what: `memory of all ${memory.length} processes after ${sizes.idle} idle seconds`,
        figure: `${Math.round(sharedOnceMb)} MB (${Math.round(residentMb)} MB with shared pages counted in each)`,
        bar: `≤ ${bars.residentMb} MB`,
        met: sharedOnceMb <= bars.residentMb,
      },
    ],
    details: { times, memory },
  },
  json,
);

/** From the start of the process to the first 200, in milliseconds. */
async function startOnce(home: string, options: Parameters<typeof BusProcess.start>[1] = {}): Promise<number> {
  const began = performance.now();
  await using bus = await BusProcess.start(home, options);
  while ((await fetch(`${bus.url}/healthz`)).status !== 200) await pause(10);
  return performance.now() - began;
}
