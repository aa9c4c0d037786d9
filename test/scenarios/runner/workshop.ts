import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually, tempDir } from '@hookline/testing';
import { environmentOf, type TestBus } from '../support/bus.ts';
import type { Found, ToDo } from './stand-in.ts';

const program = fileURLToPath(new URL('../../../services/cli/src/main.ts', import.meta.url));
const standIn = fileURLToPath(new URL('./stand-in.ts', import.meta.url));

/** A machine with a checkout and a harness that stands in for Claude Code, which knows the bus by its address and a token. */
export interface Workshop extends AsyncDisposable {
  readonly home: string;
  readonly checkout: string;
  /** Of the checkout. */
  git(...args: string[]): string;
  /** Starts `hookline runner` for a queue as a process of its own. */
  runner(queue: string, ...more: string[]): Runner;
  /** Runs one command line to its end. */
  hookline(...args: string[]): Promise<{ status: number | null; out: string; err: string }>;
  /** What the harness found when it was started for an item, once it was. */
  found(item: string): Promise<Found>;
  /** Whether the harness heard an interrupt while it worked on an item. */
  interrupted(item: string): boolean;
  /** Folders of attempts that lie there. */
  attempts(runner: string): string[];
}

interface Runner {
  readonly pid: number;
  /** What it told, a JSON object each. */
  readonly told: readonly Told[];
  /** Resolves with the status that it ended with. */
  readonly ended: Promise<number | null>;
  /** Waits until it told this. */
  until(what: Told['what'], item?: string): Promise<Told>;
  kill(signal: NodeJS.Signals): void;
}

interface Told {
  readonly what: 'ready' | 'leftover' | 'taken' | 'ended';
  readonly item?: string;
  readonly outcome?: string;
  readonly error?: string;
}

/** The project that the checkout is of. */
export const project = 'github.com/acme/shop';

export async function makeWorkshop(bus: TestBus, token: string): Promise<Workshop> {
  const folder = await tempDir();
  const home = join(folder.path, 'home');
  const checkout = join(folder.path, 'shop');
  const bin = join(folder.path, 'bin');
  for (const path of [home, checkout, bin]) mkdirSync(path);
  writeFileSync(join(bin, 'claude'), `#!/bin/sh\nexec '${process.execPath}' '${standIn}' "$@"\n`, { mode: 0o755 });
  const env = environmentOf(home, {
    PATH: `${bin}:${process.env.PATH}`,
    HOOKLINE_URL: bus.url,
    HOOKLINE_TOKEN: token,
    ANTHROPIC_API_KEY: 'not-a-key',
    SECRET_OF_OTHERS: 'do-not-pass-on',
  });
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: checkout, env: { PATH: env.PATH, HOME: home }, encoding: 'utf8' });
  writeFileSync(join(checkout, 'cart.js'), 'export const total = 1;\n');
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
  git('config', 'user.name', 'Dev');
  git('config', 'user.email', 'dev@example.test');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Begin');
  // A hook that would be seen.
  for (const hook of ['post-checkout', 'pre-commit', 'post-commit'])
    writeFileSync(join(checkout, '.git/hooks', hook), `#!/bin/sh\ntouch '${home}/hook-ran'\n`, { mode: 0o755 });

  const children = new Set<ChildProcess>();
  const start = (args: readonly string[]) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: checkout,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  };
  return {
    home,
    checkout,
    git,
    runner(queue, ...more) {
      const child = start(['runner', '--queue', queue, '--name', queue, '--json', ...more]);
      const told: Told[] = [];
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-4_000);
      });
      createInterface({ input: child.stdout }).on('line', (line) => told.push(JSON.parse(line)));
      return {
        pid: child.pid!,
        told,
        ended: once(child, 'close').then(([status]) => status as number | null),
        until: (what, item) =>
          eventually(
            () => {
              const found = told.find((one) => one.what === what && (item === undefined || one.item === item));
              if (found === undefined && child.exitCode !== null) throw new Error(`the runner ended: ${said}`);
              return found;
            },
            { what: `the runner told ${what}`, timeoutMs: 60_000 },
          ),
        kill: (signal) => child.kill(signal),
      };
    },
    async hookline(...args) {
      const child = start(args);
      const texts = [child.stdout, child.stderr].map(async (stream) => {
        let text = '';
        for await (const chunk of stream.setEncoding('utf8')) text += chunk;
        return text;
      });
      const [status] = (await once(child, 'close')) as [number | null];
      return { status, out: await texts[0]!, err: await texts[1]! };
    },
    found: (item) =>
      eventually(
        () => {
          const file = join(home, `found-${item}.json`);
          return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8') || 'null') as Found | null);
        },
        { what: `the harness began ${item}`, timeoutMs: 60_000 },
      ) as Promise<Found>,
    interrupted: (item) => existsSync(join(home, `interrupted-${item}`)),
    attempts: (runner) => {
      const path = join(home, 'runner', runner);
      return existsSync(path) ? readdirSync(path).filter((name) => name !== 'lock') : [];
    },
    [Symbol.asyncDispose]: async () => {
      for (const child of children) child.kill('SIGKILL');
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** A prompt that makes the stand-in do this, for that item. */
export function promptFor(item: string, todo: ToDo): string {
  return `Please do this.\nITEM: ${item}\nDO: ${JSON.stringify(todo)}`;
}

/** Whether a process of that number is there, and no zombie. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
