/**
 * Runs benchmarks one after another, each as a process of its own, and prints one table of what they found. What they
 * print themselves goes to standard error. None of them fails because a bar is missed.
 *
 *     npm run bench -- [NAME …] [--quick] [--json FOLDER] [--list]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tempDir } from '@hookline/testing';
import { type Figure, type Report, tableOf } from './report.ts';

interface Benchmark {
  readonly name: string;
  readonly what: string;
  /** Smaller sizes: a minute in all, to see that it works. */
  readonly quick: readonly string[];
}

/** A new benchmark is a file and a line here. */
const benchmarks: readonly Benchmark[] = [
  { name: 'shim', what: 'one hook as a whole process', quick: ['--runs', '50'] },
  { name: 'answers', what: 'what being told something costs a hook', quick: ['--runs', '30'] },
  { name: 'claude-code-call', what: 'what our hooks add to one tool call of the real program', quick: [] },
  { name: 'redaction', what: 'finding secrets in payloads', quick: [] },
  { name: 'edge', what: 'spool to acknowledged', quick: ['--entries', '600', '--rounds', '1'] },
  { name: 'log', what: 'appending to the event log', quick: ['--rounds', '2'] },
  { name: 'projector', what: 'archive and read models from the beginning, and again', quick: ['--events', '10000'] },
  {
    name: 'rebuild-in-use',
    what: 'all read models anew while the console is used',
    quick: ['--events', '4000'],
  },
  { name: 'visible', what: 'shim to visible in the API', quick: ['--rate', '50', '--seconds', '4'] },
  { name: 'state', what: 'a long session at any of its positions', quick: ['--events', '4000', '--runs', '5'] },
  {
    name: 'states',
    what: 'states at random positions against folding from zero',
    quick: ['--sessions', '6', '--positions', '10'],
  },
  {
    name: 'console',
    what: 'opening and scrubbing a long session in Chromium',
    quick: ['--events', '4000', '--opens', '2', '--seconds', '2'],
  },
  { name: 'search', what: 'finding sessions of real people', quick: ['--sessions', '20', '--runs', '2'] },
  { name: 'rules', what: '100 rules over events', quick: ['--events', '4000', '--rounds', '3'] },
  { name: 'dry-run', what: 'the recipes over sessions of real people, dry and live', quick: ['--sessions', '20'] },
  { name: 'work', what: 'event to claimed work item', quick: ['--runs', '20'] },
  { name: 'start', what: 'cold and warm start, and memory', quick: ['--runs', '1', '--idle', '2'] },
  { name: 'real-sessions', what: 'the API over sessions of real people', quick: ['--sessions', '20', '--runs', '10'] },
  { name: 'codex-records', what: 'records of real people are imported whole', quick: [] },
  {
    name: 'growth',
    what: 'the cost of an event as the bus grows',
    quick: ['--stored', '10000', '--small', '1000', '--window', '1000', '--rounds', '1'],
  },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, json: { type: 'string' }, list: { type: 'boolean' } },
});
const unknown = positionals.find((name) => !benchmarks.some((each) => each.name === name));

if (unknown !== undefined) {
  console.error(`there is no benchmark ${unknown}; there are ${benchmarks.map(({ name }) => name).join(', ')}`);
  process.exitCode = 2;
} else if (values.list) {
  for (const { name, what } of benchmarks) console.log(`${name.padEnd(18)}${what}`);
} else {
  await runAll(benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name)));
}

async function runAll(wanted: readonly Benchmark[]): Promise<void> {
  await using temporary = await tempDir();
  const folder = values.json === undefined ? temporary.path : resolve(values.json);
  mkdirSync(folder, { recursive: true });
  const figures: Figure[] = [];
  const remarks: string[] = [];
  for (const { name, quick } of wanted) {
    console.error(`\n── ${name}`);
    const file = join(folder, `${name}.json`);
    const status = await runOne(name, [...(values.quick ? quick : []), '--json', file]);
    const found = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
    figures.push(...(found?.figures ?? []));
    if (found?.skipped !== undefined) remarks.push(`${name}: skipped, ${found.skipped}`);
    if (status !== 0 || found === undefined) {
      remarks.push(`${name}: ended with status ${status} ${found === undefined ? 'and without a report' : ''}`.trim());
      process.exitCode = 1;
    }
  }
  console.log(`\n${tableOf(figures)}`);
  for (const remark of remarks) console.log(remark);
}

/** Resolves with the exit status. */
async function runOne(name: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [join(import.meta.dirname, `${name}.ts`), ...args], {
    stdio: ['ignore', process.stderr.fd, 'inherit'],
  });
  const [status] = (await once(child, 'exit')) as [number | null];
  return status;
}
