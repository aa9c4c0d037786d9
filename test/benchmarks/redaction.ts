/**
 * How much redaction costs, on payloads that harnesses really sent: the recorded ones of this repository.
 * The yardstick is what any step of the edge must do anyway, JSON.parse and JSON.stringify.
 *
 *     npx node test/benchmarks/redaction.ts [--json FILE]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRedactor } from '@hookline/redaction';
import { type Figure, readSizes, report } from './report.ts';

const BATCH = 100;
const ROUNDS = 5;
const { json } = readSizes({});
const figures: Figure[] = [];

const linesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.startsWith('{'));

const small = Array.from({ length: 5000 }, (_, index) =>
  JSON.stringify({
    session_id: `0197-${index}`,
    cwd: '/home/ada/shop',
    hook_event_name: 'PostToolUse',
    tool_name: 'Bash',
    tool_input: { command: `npx vitest run cart-${index}`, description: 'Runs the tests of the cart' },
    tool_response: { stdout: 'Tests  12 passed (12)\n', stderr: '', interrupted: false },
  }),
);

const measure = async (name: string, lines: readonly string[]): Promise<void> => {
  const bytes = lines.reduce((sum, line) => sum + line.length, 0);
  const redactor = createRedactor({ key: 'benchmark', environmentSecrets: { TOKEN: 'a-value-that-is-not-there-1' } });
  const report = (what: string, ms: number) => {
    const rate = `${Math.round((lines.length / ms) * 1000).toLocaleString('en')} events/s`;
    console.log(
      `${name.padEnd(12)}${what.padEnd(28)}${(bytes / ms / 1000).toFixed(1).padStart(8)} MB/s${rate.padStart(20)}`,
    );
  };
  const best = async (what: string, run: () => unknown) => {
    let ms = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      await run();
      ms = Math.min(ms, performance.now() - start);
    }
    report(what, ms);
    return ms;
  };
  const plain = await best(
    'JSON.parse + stringify',
    () => lines.map((line) => JSON.stringify(JSON.parse(line))).length,
  );
  const values = lines.map((line) => JSON.parse(line) as unknown);
  const batched = await best(`redactAll, ${BATCH} at once`, async () => {
    for (let from = 0; from < values.length; from += BATCH) await redactor.redactAll(values.slice(from, from + BATCH));
  });
  await best('redact, one by one', async () => {
    for (const value of values) await redactor.redact(value);
  });
  figures.push({
    what: `redaction, ${name} payloads`,
    figure: `${Math.round((lines.length / batched) * 1000)} events/s`,
    yardstick: `JSON.parse and stringify: ${Math.round((lines.length / plain) * 1000)} events/s`,
    ratio: plain / batched,
  });
};

await measure('small', small);
await measure('recorded', linesOf(join(import.meta.dirname, '..', 'recordings')));
report({ benchmark: 'redaction', figures }, json);
