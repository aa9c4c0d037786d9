import { spawn } from 'node:child_process';
import type { Allow, Command, HeadlessHarness } from '@hookline/runner';
import { Option } from 'commander';
import { type AddCommand, jsonOption } from '../command.ts';
import type { Connection } from '../connection.ts';
import { CommandError, exitCode } from '../failure.ts';
import { byOption } from '../moment-option.ts';
import { someText, wholeNumber } from '../parse.ts';

interface Options {
  readonly at?: number;
  readonly by: string;
  readonly json?: boolean;
  readonly to?: string;
  readonly prompt?: string;
  readonly model?: string;
  readonly headless?: boolean;
  readonly allow: Allow;
  readonly print?: boolean;
}

/** An argument of a program may be 128 KiB long; the harness gets what fits. */
const promptBytesMax = 100_000;
const goOn = 'Go on with this work. Look first at how things stand now: they may have changed since.';

export const addHandOff: AddCommand = (program, { connect, output, env, cwd, signal, endWith }) => {
  program
    .command('handoff')
    .description('what another agent needs to go on from a session: goal, state, files, what failed, what was decided')
    .argument('<session>', 'our id, the harness’s own, or the beginning of either', someText)
    .option('--at <position>', 'as of this position of the log (the newest)', wholeNumber())
    .addOption(byOption())
    .option(
      '--to <harness>',
      'start it here with the hand-off: claude-code, opencode, codex, gemini-cli, goose',
      someText,
    )
    .option('--prompt <text>', 'with --to: what it shall do', someText)
    .option('--model <name>', 'with --to: which model', someText)
    .option('--headless', 'with --to: without a person, until it is done')
    .addOption(
      new Option('--allow <level>', 'with --headless: what it may do')
        .choices(['read-only', 'edit', 'all'])
        .default('read-only'),
    )
    .option('--print', 'with --to: show the command instead of starting it')
    .option(...jsonOption)
    .action(async (session: string, options: Options) => {
      const { at, by, json, to } = options;
      const path = `/v1/sessions/${encodeURIComponent(session)}/handoff`;
      if (to !== undefined) return await handOver(await connect(), path, session, { ...options, to });
      const { client } = await connect();
      if (json) return output.json(await client.request('GET', path, { query: { at, by } }));
      const answer = await client.send('GET', path, { query: { at, by, format: 'markdown' } });
      await output.jsonText(await answer.text());
    });

  async function handOver(
    { client }: Connection,
    path: string,
    session: string,
    { at, by, to, model, prompt, headless, allow, print, json }: Options & { to: string },
  ): Promise<void> {
    const { environmentFor, handOffBlock, headlessHarness, missingProgram } = await import('@hookline/runner');
    const [{ findProgram }, { randomUUID }] = await Promise.all([import('@hookline/harnesses'), import('node:crypto')]);
    const harness = harnessNamed(to, headlessHarness);
    if (headless && !harness.levels.includes(allow))
      throw usage(`${to} cannot be held to "${allow}": let it do ${harness.levels.join(' or ')}`);
    const answer = await client.send('GET', path, { query: { at, by, format: 'markdown' } });
    const told = fitting(`${prompt ?? goOn}\n\n`, await answer.text(), (markdown) =>
      handOffBlock({ session, position: at, markdown }, markdown.length),
    );
    const command = headless
      ? harness.headless({ prompt: told, allow, model, session: randomUUID() })
      : harness.interactive({ prompt: told, model });
    if (print) return printed(harness, command, json);
    const found = findProgram(harness.program, env);
    if (found === undefined) throw new CommandError(missingProgram(harness));
    const kept = headless ? environmentFor(harness, env) : definedIn(env);
    const status = await started(found, command, { ...kept, ...command.env }, cwd, signal);
    if (status !== 0) endWith(exitCode.failed);
  }

  /** A line for a shell, with the prompt where the program looks for it. */
  function printed({ program: name }: HeadlessHarness, { args, env: more, stdin }: Command, json?: boolean): void {
    if (json) {
      output.json({ program: name, args, env: more, stdin: stdin ?? null });
      return;
    }
    const variables = Object.entries(more).map(([key, value]) => `${key}=${quoted(value)}`);
    const line = [...variables, name, ...args.map(quoted)].join(' ');
    output.line(stdin === undefined ? line : `printf '%s' ${quoted(stdin)} | ${line}`);
  }
};

function harnessNamed(name: string, find: (name: string) => HeadlessHarness): HeadlessHarness {
  try {
    return find(name);
  } catch (error) {
    throw usage((error as Error).message);
  }
}

function usage(message: string): CommandError {
  return new CommandError(message, { exitCode: exitCode.usage });
}

/** The prompt with as much of the hand-off as fits an argument: its beginning says what matters most. */
function fitting(before: string, markdown: string, block: (markdown: string) => string): string {
  for (let length = markdown.length; ; length = Math.floor(length / 2)) {
    const cut = length === markdown.length ? '' : '\n[cut: `hookline handoff` prints the rest]';
    const text = before + block(markdown.slice(0, length) + cut);
    if (Buffer.byteLength(text) <= promptBytesMax || length === 0) return text;
  }
}

function definedIn(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((one): one is [string, string] => one[1] !== undefined));
}

function quoted(text: string): string {
  return /^[A-Za-z0-9_./:=@,+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Runs it where this command runs: the terminal is its own until it ends. */
function started(
  path: string,
  { args, stdin }: Command,
  env: Record<string, string>,
  cwd: string,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, {
      cwd,
      env,
      stdio: [stdin === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'],
    });
    const onAbort = () => child.kill('SIGTERM');
    // In a terminal Ctrl-C reaches the program by itself, and is its own business.
    if (stdin !== undefined) signal.addEventListener('abort', onAbort, { once: true });
    child.stdin?.on('error', () => {});
    child.stdin?.end(stdin);
    child.once('error', reject);
    child.once('close', (status) => {
      signal.removeEventListener('abort', onAbort);
      resolve(status ?? 1);
    });
  });
}
