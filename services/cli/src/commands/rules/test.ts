import { type AddCommand, jsonOption } from '../../command.ts';
import { exitCode } from '../../failure.ts';
import type { Output } from '../../output.ts';
import { checkRange, wholeNumber } from '../../parse.ts';
import { oneLine } from '../../render/table.ts';
import { count } from '../../render/words.ts';
import { checkFile } from '../../rules/check-files.ts';
import { type TestResult, testResults } from '../../rules/model.ts';
import { readRuleFiles } from '../../rules/rule-files.ts';

interface Options {
  readonly json?: boolean;
  readonly since?: string;
  readonly session?: string;
  readonly from?: number;
  readonly until?: number;
  readonly asIfLive?: boolean;
}

const textMax = 200;
const timeoutMs = 300_000;

export const addTest: AddCommand = (group, { env, cwd, connect, output, endWith }) => {
  group
    .command('test')
    .description('run rule files over history without acting: what would have fired, with which inputs, at what cost')
    .argument(
      '[paths...]',
      'rule files or folders of them (.hookline/rules where it is there, else the rules in force)',
    )
    .option('--since <time>', 'over the events since then: 24h, 30d')
    .option('--session <session>', 'over this session, as if it were the only one')
    .option('--from <position>', 'over the events from this position on', wholeNumber())
    .option('--until <position>', 'up to this position', wholeNumber())
    .option('--as-if-live', 'take what was imported as heard of when it happened; else it is history, and never acts')
    .option(...jsonOption)
    .action(async (given: string[], { json, asIfLive = false, ...window }: Options) => {
      checkRange(window.from, window.until);
      const files = await readRuleFiles(given, { env, cwd });
      const checked = await Promise.all(files.map(checkFile));
      const { client } = await connect();
      // The bus cannot read the recordings that lie here: its answer is about history, the tests ran above.
      const body = { rules: files.map(({ name, text }) => ({ name, text })), ...window, asIfLive, tests: false };
      const answer = await client.request('POST', '/v1/rules/test', { body, schema: testResults, timeoutMs });
      const results = answer.results.map((result, index) => {
        const { tests, problems } = checked[index]!;
        return { ...result, tests, problems: [...new Set([...problems, ...result.problems])] };
      });
      if (results.some(({ problems }) => problems.length > 0)) endWith(exitCode.failed);
      if (json) return output.json(results);
      for (const result of results) for (const line of resultLines(result, output)) output.line(line);
      const [{ events = 0, tookMs = 0 } = {}] = results;
      output.note(`${count(events ?? 0, 'event')} read in ${((tookMs ?? 0) / 1_000).toFixed(1)} s; nothing was done`);
    });
};

function* resultLines(result: TestResult, output: Pick<Output, 'paint'>): Iterable<string> {
  const { rule, found, firings, held, pauses, problems, costUsd } = result;
  const mark = problems.length > 0 ? output.paint('red', '✗') : output.paint('green', '✓');
  yield `${mark} ${oneLine(rule)}: ${count(found, 'firing')}${found === 0 ? '' : `, ${costText(costUsd)}`}`;
  for (const problem of problems) yield `    ${oneLine(problem).slice(0, textMax)}`;
  for (const { key, position, time, inputs, would, costUsd: cost } of firings) {
    yield `    ${String(position).padStart(7)}  ${time}  ${oneLine(key)}  ${would.map(oneLine).join(', ').slice(0, textMax)}  (${costText(cost)})`;
    const earlier = inputs.slice(0, -1).map(({ kind, position: at }) => `${oneLine(kind)} at ${at}`);
    if (earlier.length > 0) yield `             after ${earlier.join(', ').slice(0, textMax)}`;
  }
  if (found > firings.length) yield `    … and ${found - firings.length} more`;
  for (const { by, reason, count: times } of held)
    yield `    held ${times} times by ${by}: ${oneLine(reason).slice(0, textMax)}`;
  for (const reason of pauses) yield `    would have been paused: ${oneLine(reason).slice(0, textMax)}`;
}

function costText(costUsd: number | null | undefined): string {
  if (costUsd == null) return 'cost unknown';
  return costUsd === 0 ? 'no cost' : `about $${costUsd.toFixed(2)}`;
}
