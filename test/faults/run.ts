/**
 * Random `kill -9` of edge, services, nats-server and PostgreSQL during a feed of hooks through the real shim; then
 * everything is counted. Ends with status 1 when anything was lost, doubled or different.
 *
 *     npm run test:faults -- [--kills 100] [--events 10000] [--seed N] [--json FILE] [--logs FOLDER]
 *
 * The same seed kills the same victims at the same hooks. `--logs` keeps what the services said.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faultsOf, runStorm, type StormReport } from './storm.ts';
import { victims } from './storm-bus.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    events: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '20261122' },
    json: { type: 'string' },
    logs: { type: 'string' },
  },
});
const home = mkdtempSync(join(tmpdir(), 'hookline-storm-'));
const began = performance.now();
try {
  const report = await runStorm({
    home,
    kills: wholeNumber('kills', values.kills),
    events: wholeNumber('events', values.events),
    seed: wholeNumber('seed', values.seed),
    perKillMs: 2_000,
    onNews: (sentence) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${sentence}`),
  });
  print(report);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  if (faultsOf(report).length > 0) process.exitCode = 1;
} finally {
  if (values.logs) cpSync(join(home, 'logs'), values.logs, { recursive: true });
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} is ${JSON.stringify(text)}, expected a whole number`);
}

function print(report: StormReport): void {
  const killed = Object.values(report.kills).reduce((sum, count) => sum + count, 0);
  console.log(
    `\nseed ${report.seed}: ${killed} kills while ${report.hooks} hooks of ${report.sessions} sessions were fed`,
  );
  console.log('victim           kills  came back  slowest return  ended by itself');
  for (const victim of victims) {
    const { count, slowestMs } = report.recoveries[victim];
    const cells = [report.kills[victim], count, `${(slowestMs / 1000).toFixed(1)} s`, report.ownEnds[victim]];
    const widths = [5, 9, 14, 15];
    console.log(`${victim.padEnd(15)}  ${cells.map((cell, at) => String(cell).padStart(widths[at]!)).join('  ')}`);
  }
  console.log(
    [
      `events expected ${report.expected}, in the log ${report.logged}, lost ${report.lost}, unexpected ${report.unexpected}, duplicates ${report.duplicates}`,
      `differences between log and archive ${report.archiveDifferences}, sessions in quarantine ${report.quarantined}`,
      `read models that differ from a rebuild: ${report.differentReadModels.join(', ') || 'none'}`,
      `hooks that failed or said something ${report.shimFailures.length}, dropped ${report.dropped}, rejected ${report.rejected}, slowest hook ${report.slowestShimMs} ms`,
      `feed ${(report.feedMs / 1000).toFixed(1)} s, settled ${(report.settleMs / 1000).toFixed(1)} s later`,
    ].join('\n'),
  );
  for (const example of report.examples) console.log(`  ${example}`);
  for (const { event, status, output } of report.shimFailures.slice(0, 3)) {
    console.log(`  hook ${event}: status ${status}, said ${JSON.stringify(output)}`);
  }
  const faults = faultsOf(report);
  console.log(faults.length === 0 ? '\nnothing lost, nothing doubled' : `\nFAULTS: ${faults.join('; ')}`);
}
