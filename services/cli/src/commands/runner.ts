import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { AttemptEnd, HeadlessHarness, RunnerTeller } from '@hookline/runner';
import { homeOf } from '@hookline/service/home';
import { type Command, Option } from 'commander';
import { type AddCommand, jsonOption, type Surroundings } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { whereabouts } from '../memory/whereabouts.ts';
import { number, several, someText, wholeNumber } from '../parse.ts';
import { type Column, tableLines } from '../render/table.ts';
import { moment } from '../render/words.ts';

interface Options {
  readonly queue: string;
  readonly harness?: readonly string[];
  readonly max: number;
  readonly repo?: readonly string[];
  readonly allow: 'read-only' | 'edit' | 'all';
  readonly timeout: number;
  readonly budget?: number;
  readonly model?: string;
  readonly env?: readonly string[];
  readonly keep?: boolean;
  readonly carry: boolean;
  readonly once?: boolean;
  readonly wait: number;
  readonly lease: number;
  readonly output: number;
  readonly name?: string;
  readonly json?: boolean;
}

const levels = ['read-only', 'edit', 'all'] as const;

export const addRunner: AddCommand = (program, surroundings) => {
  const { env, output, connect, endWith, signal } = surroundings;
  const home = resolve(homeOf(env));
  const group = program
    .command('runner')
    .description('do work items in headless harnesses, each in a working tree of its own')
    .option('--queue <queue>', 'whose items', someText)
    .option('--harness <name>', 'what to start: claude-code, opencode, codex, gemini-cli, goose (several)', several)
    .option('--max <count>', 'at most so many at a time', wholeNumber(1), 1)
    .option('--repo <path>', 'a checkout to make working trees from; the current folder (several)', several)
    .addOption(
      new Option('--allow <level>', 'what agents may do in their working tree').choices(levels).default('read-only'),
    )
    .option('--timeout <seconds>', 'the longest that one may take', number(1), 3_600)
    .option('--budget <dollars>', 'the most that one may cost, where its harness tells that', number(0))
    .option('--model <name>', 'where the item names none')
    .option('--env <name>', 'a variable that harnesses see besides their own (several)', several)
    .option('--keep', 'commit what an agent changed to the branch of its item')
    .option('--no-carry', 'working trees begin as their commit, without what the session of an item left uncommitted')
    .option('--once', 'do one item and end: status 1 when it failed, 3 when there was none')
    .option('--wait <seconds>', 'with --once: wait so long for it', number(0), 0)
    .option('--lease <seconds>', 'an item is somebody else’s so long after this runner is gone', number(2), 60)
    .option('--output <megabytes>', 'the most that one may print', number(0), 256)
    .option('--name <name>', 'of this runner; the host and the queue', someText)
    .option(...jsonOption)
    .action(async (options: Options) => {
      if (options.queue === undefined)
        throw new CommandError('found no queue, expected one: --queue <queue>', { exitCode: exitCode.usage });
      await run(options);
    });

  async function run({ json, ...options }: Options): Promise<void> {
    const runner = await import('@hookline/runner');
    const harnesses = (options.harness ?? ['claude-code']).map((name) => usage(() => runner.headlessHarness(name)));
    usage(() => runner.checkLevels(harnesses, options.allow));
    const name = options.name ?? `${hostname()}-${options.queue}`;
    const { client } = await connect();
    const end = await runner.runRunner({
      bus: runner.workBus(client),
      queue: options.queue,
      name,
      max: options.max,
      ...(options.once && { once: { waitMs: options.wait * 1000 } }),
      terms: {
        harnesses,
        checkouts: await checkouts(options.repo ?? [surroundings.cwd], surroundings, (folder) =>
          runner.topOf(runner.gitIn(env), folder),
        ),
        allow: options.allow,
        timeoutMs: options.timeout * 1000,
        budgetUsd: options.budget,
        model: options.model,
      },
      home,
      folder: runner.runnerFolder(home, name),
      host: env.HOOKLINE_MACHINE || hostname(),
      env,
      passed: options.env ?? [],
      keep: options.keep === true,
      carry: options.carry,
      leaseMs: options.lease * 1000,
      outputBytesMax: options.output * 1024 ** 2,
      signal,
      tell: teller({ json, name, queue: options.queue, harnesses }),
    });
    if (options.once && end?.outcome !== 'done') endWith(end === undefined ? exitCode.notFound : exitCode.failed);
  }

  function teller(of: {
    json: boolean | undefined;
    name: string;
    queue: string;
    harnesses: readonly HeadlessHarness[];
  }): RunnerTeller {
    const say = (what: string, facts: object, text: string) =>
      of.json ? output.json({ what, ...facts }) : output.line(text);
    const names = of.harnesses.map(({ name }) => name);
    return {
      ready: () =>
        say(
          'ready',
          { name: of.name, queue: of.queue, harnesses: names },
          `${of.name} waits for items of ${of.queue}, for ${names.join(', ')}`,
        ),
      leftover: ({ item, folder }) =>
        say('leftover', { item, folder }, `ended what was left of item ${item} in ${folder}`),
      taken: ({ id, attempts }) => say('taken', { item: id, attempt: attempts }, `${id}  taken`),
      ended: (end) => say('ended', end, `${end.item}  ${endInWords(end)}`),
      trouble: (message) => output.note(message),
    };
  }

  group
    .command('list')
    .description('attempts that lie on this machine: running, left by a killed runner, or kept with their changes')
    .option(...jsonOption)
    .action(async (_options: object, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      const { listAttempts } = await import('@hookline/runner');
      const attempts = listAttempts(home);
      if (json) return output.json(attempts);
      if (attempts.length === 0) return output.note('nothing lies here');
      for (const line of tableLines(columns, attempts, output.width)) output.line(line);
    });

  group
    .command('clean')
    .description('end what killed runners left, and take it away with what was kept; running runners are left alone')
    .option(...jsonOption)
    .action(async (_options: object, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      const { cleanAll } = await import('@hookline/runner');
      const { cleaned, busy } = await cleanAll(home, env);
      if (json) return output.json({ cleaned, busy });
      for (const folder of cleaned) output.line(`removed ${folder}`);
      for (const name of busy) output.note(`${name} runs: end it first`);
      if (cleaned.length === 0) output.note('there was nothing to take away');
    });
};

type Listed = Awaited<ReturnType<typeof import('@hookline/runner')['listAttempts']>>[number];

const columns: readonly Column<Listed>[] = [
  { title: 'ITEM', of: ({ item }) => item ?? '' },
  { title: 'STATE', of: ({ state }) => state },
  { title: 'HARNESS', of: ({ harness }) => harness ?? '' },
  { title: 'STARTED', of: ({ startedAt }) => (startedAt ? moment(startedAt) : '') },
  { title: 'BRANCH', of: ({ branch }) => branch ?? '' },
  { title: 'FOLDER', of: ({ folder }) => folder, least: 20 },
];

/** Checkouts with the projects they are of. A folder that is no repository serves items that need none. */
async function checkouts(
  folders: readonly string[],
  { env, cwd }: Pick<Surroundings, 'env' | 'cwd'>,
  topOf: (folder: string) => Promise<string>,
): Promise<{ path: string; project: string | undefined }[]> {
  return await Promise.all(
    folders.map(async (folder) => {
      const given = resolve(cwd, folder);
      const path = await topOf(given).catch((error: Error) => {
        throw new CommandError(`${given} is no checkout to make working trees from: ${error.message}`, {
          hint: 'name one with --repo',
          exitCode: exitCode.usage,
        });
      });
      return { path, project: (await whereabouts({ env, cwd: path })).project };
    }),
  );
}

function usage<Result>(check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    throw new CommandError((error as Error).message, { exitCode: exitCode.usage });
  }
}

function endInWords({ outcome, error, session, result }: AttemptEnd): string {
  const where = session === undefined ? '' : `  ${session}`;
  const why = error === undefined ? '' : `: ${error.replaceAll(/\s+/g, ' ').slice(0, 300)}`;
  const verdict = result?.verdict === undefined ? '' : `  verdict ${JSON.stringify(result.verdict)}`;
  const kept = result?.branch === undefined ? '' : `  ${result.branch}`;
  return `${outcome}${why}${verdict}${kept}${where}`;
}
