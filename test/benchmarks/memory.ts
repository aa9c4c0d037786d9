/**
 * Measures what memories are worth, without a language model: a table per part with its baselines beside it. Data that is
 * not on this machine is skipped; a missed goal is printed, and is no failure.
 *
 *     npm run bench:memory -- [--only NAME…] [--locomo FILE…] [--quick] [--json [FILE]] [--list]
 *
 * `--json FILE` writes what was measured to a file; `--json` prints it, and the tables go to standard error.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchTable } from './memory/part.ts';
import { parts } from './memory/parts.ts';
import { printTable } from './memory/print-table.ts';
import { dataFolder } from './real-sessions/data-sets.ts';

const { values, positionals } = parseArgs({
  args: spread(process.argv.slice(2)),
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    locomo: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    list: { type: 'boolean' },
  },
});
const wanted = (values.only ?? []).flatMap((names) => names.split(','));
const unknown = wanted.find((name) => !(name in parts));

interface Measured {
  readonly part: string;
  readonly tables?: readonly BenchTable[];
  readonly skipped?: string;
  readonly failed?: string;
}

if (positionals.length > 0) {
  console.error(`found ${positionals.join(' ')}, expected options: --only, --locomo, --quick, --json, --list`);
  process.exitCode = 2;
} else if (unknown !== undefined) {
  console.error(`there is no part ${unknown}; there are ${Object.keys(parts).join(', ')}`);
  process.exitCode = 2;
} else if (values.list) {
  for (const [name, load] of Object.entries(parts)) console.log(`${name.padEnd(14)}${(await load()).part.what}`);
} else {
  await measure(Object.keys(parts).filter((name) => wanted.length === 0 || wanted.includes(name)));
}

async function measure(names: readonly string[]): Promise<void> {
  const print = values.json === '-' ? console.error : console.log;
  const options = { locomo: locomoFiles(), quick: values.quick };
  const measured: Measured[] = [];
  for (const name of names) {
    print(`\n── ${name}`);
    const found = await measureOne(name, options);
    measured.push(found);
    if (found.skipped !== undefined) print(`skipped: ${found.skipped}`);
    if (found.failed !== undefined) print(`failed: ${found.failed}`);
    for (const table of found.tables ?? []) print(printTable(table));
  }
  const json = JSON.stringify({ at: new Date().toISOString(), parts: measured }, null, 2);
  if (values.json === '-') console.log(json);
  else if (values.json !== undefined) writeFileSync(values.json, `${json}\n`);
  if (measured.some(({ failed }) => failed !== undefined)) process.exitCode = 1;
}

async function measureOne(name: string, options: { locomo: string[]; quick: boolean }): Promise<Measured> {
  try {
    const { part } = await parts[name]!();
    const found = await part.run(options);
    return 'skipped' in found ? { part: name, skipped: found.skipped } : { part: name, tables: found };
  } catch (error) {
    return { part: name, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** What was named, else every file that lies beside the real sessions. */
function locomoFiles(): string[] {
  if (values.locomo !== undefined) return values.locomo.map((file) => resolve(file));
  const folder = join(dataFolder, '..', 'locomo');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}

/** An option that takes several values is told once for each; `--json` without one prints. */
function spread(args: readonly string[]): string[] {
  const spreaded: string[] = [];
  let option = '';
  for (const [at, arg] of args.entries()) {
    const isValue = !arg.startsWith('--');
    if (isValue && (option === '--only' || option === '--locomo') && spreaded.at(-1) !== option) spreaded.push(option);
    if (!isValue) option = arg;
    spreaded.push(arg);
    if (arg === '--json' && (args[at + 1] === undefined || args[at + 1]!.startsWith('--'))) spreaded.push('-');
  }
  return spreaded;
}
