import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What the stand-in is told to do, in a line of its prompt that begins with `DO: `. */
export interface ToDo {
  /** Files to write where it works, by name. */
  readonly write?: Readonly<Record<string, string>>;
  /** Tells what git says of where it works, before it does anything there. */
  readonly look?: boolean;
  /** Commits them. */
  readonly commit?: boolean;
  /** Begins a long command in a session of its own, as harnesses do, and waits for it. */
  readonly wait?: boolean;
  /** Prints without end. */
  readonly flood?: boolean;
  readonly fail?: string;
  readonly costUsd?: number;
  readonly say?: string;
}

/** What it found when it was started. */
export interface Found {
  readonly pid: number;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly prompt: string;
  /** What git said before anything was done: `git status --short` and `git diff`. */
  readonly git?: { readonly status: string; readonly diff: string };
  /** Of the long command. */
  readonly command?: number;
}

/**
 * Stands in for Claude Code where there is none: takes its flags, reads its prompt from standard input and prints its
 * stream of JSON. What it found lies in `$HOME/found-<item>.json`, the item being named in the prompt as `ITEM: <id>`.
 */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const session = args[args.indexOf('--session-id') + 1];
  const prompt = await text(process.stdin);
  const todo = JSON.parse(/^DO: (.*)$/m.exec(prompt)?.[1] ?? '{}') as ToDo;
  const item = /^ITEM: (\S+)$/m.exec(prompt)?.[1] ?? 'none';
  const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
  const ask = (...of: string[]) => execFileSync('git', of, { encoding: 'utf8' });
  const git = todo.look && { status: ask('status', '--short'), diff: ask('diff', '--no-color') };
  const tell = (more: object = {}) => {
    const found = { pid: process.pid, args, env: process.env, cwd: process.cwd(), prompt, git, ...more };
    writeFileSync(join(process.env.HOME!, `found-${item}.json`), JSON.stringify(found));
  };
  process.on('SIGINT', () => {
    writeFileSync(join(process.env.HOME!, `interrupted-${item}`), '');
    process.exit(130);
  });

  print({ type: 'system', subtype: 'init', session_id: session });
  for (const [name, content] of Object.entries(todo.write ?? {})) writeFileSync(name, content);
  if (todo.commit) {
    execFileSync('git', ['add', '.']);
    execFileSync('git', ['-c', 'user.name=Agent', '-c', 'user.email=agent@example.test', 'commit', '-qm', 'Work']);
  }
  if (todo.wait) {
    const command = spawn('sleep', ['600'], { detached: true, stdio: 'inherit' });
    tell({ command: command.pid });
    await new Promise((resolve) => command.once('exit', resolve));
  }
  tell();
  while (todo.flood) {
    if (!print({ type: 'noise', text: 'x'.repeat(10_000) }))
      await new Promise((go) => process.stdout.once('drain', go));
  }
  print({
    type: 'result',
    subtype: todo.fail === undefined ? 'success' : 'error_during_execution',
    is_error: todo.fail !== undefined,
    result: todo.fail ?? todo.say ?? 'Done.',
    session_id: session,
    total_cost_usd: todo.costUsd ?? 0.01,
  });
}

await main();
