/**
 * Random `kill -9` of engines, workers, projector, nats-server and PostgreSQL while a rule fires; then every firing, item
 * and webhook is counted, and the whole log is read again, which must do nothing. Ends with status 1 otherwise.
 *
 * `--every` is the mean time between two kills, in milliseconds.
 *
 *     npm run test:faults:work -- [--kills 500] [--firings 2000] [--every 700] [--seed N] [--json FILE] [--logs FOLDER]
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { workVictims } from './work-bus.ts';
import { runWorkStorm, type WorkStormReport, workFaultsOf } from './work-storm.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    firings: { type: 'string', default: '2000' },
    every: { type: 'string', default: '700' },
    seed: { type: 'string', default: '20261123' },
    json: { type: 'string' },
    logs: { type: 'string' },
  },
});
const home = mkdtempSync(join(tmpdir(), 'hookline-work-storm-'));
const began = performance.now();
try {
  const report = await runWorkStorm({
    home,
    kills: wholeNumber('kills', values.kills),
    firings: wholeNumber('firings', values.firings),
    seed: wholeNumber('seed', values.seed),
    perKillMs: wholeNumber('every', values.every),
    onNews: (sentence) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${sentence}`),
  });
  print(report);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  if (workFaultsOf(report).length > 0) process.exitCode = 1;
} finally {
  if (values.logs) cpSync(join(home, 'logs'), values.logs, { recursive: true });
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} is ${JSON.stringify(text)}, expected a whole number`);
}

function print(report: WorkStormReport): void {
  const killed = Object.values(report.kills).reduce((sum, count) => sum + count, 0);
  console.log(`\nseed ${report.seed}: ${killed} kills during ${report.expected} firings`);
  for (const victim of workVictims) {
    console.log(`  ${victim.padEnd(15)} killed ${report.kills[victim]}, ended by itself ${report.ownEnds[victim]}`);
  }
  console.log(
    [
      `firings ${report.firings}, in the log ${report.firedInLog}`,
      `items done ${report.completed}, dead ${report.dead} (${report.deadByKills} of them because their holders were killed), open ${report.openItems}, attempts ${report.attempts}, ended before the last kill ${report.endedMeanwhile}`,
      `done twice ${report.doneTwice}, done and dead ${report.doneAndDead}, dead without a reason ${report.deadWithoutReason}, stale reports refused ${report.refused}, taken ${report.foreignReports}`,
      `webhooks missing ${report.webhooksMissing}, unknown ${report.webhooksUnknown}, repeated with the same id ${report.webhooksRepeated}`,
      `read again: webhooks ${report.again.webhooks}, firings ${report.again.firings}, items ${report.again.items}`,
      `feed ${(report.feedMs / 1000).toFixed(1)} s, settled ${(report.settleMs / 1000).toFixed(1)} s later`,
    ].join('\n'),
  );
  const faults = workFaultsOf(report);
  console.log(faults.length === 0 ? '\nevery firing once, every item once' : `\nFAULTS: ${faults.join('; ')}`);
}
