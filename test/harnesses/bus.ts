import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CloudEvent } from '@hookline/schemas';
import { eventually, tempDir } from '@hookline/testing';
import { cacheFolder } from '../cache-folder.ts';
import { Account, type Entry, type Session } from './account.ts';

const commandLine = join(import.meta.dirname, '../../services/cli/src/main.ts');
const startTimeoutMs = 120_000;
const settleTimeoutMs = 60_000;

interface CommandResult {
  readonly status: number | null;
  readonly output: string;
  readonly errorText: string;
}

interface Status {
  readonly log: { readonly last: number } | null;
  readonly lag: Readonly<Record<string, number>>;
}

/** A whole bus as `hookline start` runs it, in a home of its own, on loopback. */
export class Bus implements AsyncDisposable {
  readonly home: string;
  readonly #remove: () => Promise<void>;
  #process: ChildProcess | undefined;
  #crashed = false;
  #url = '';
  #token = '';
  readonly #settings: Readonly<Record<string, string>>;

  private constructor(home: string, remove: () => Promise<void>, settings: Readonly<Record<string, string>>) {
    this.home = home;
    this.#settings = settings;
    this.#remove = remove;
  }

  /** `settings`: of its services, beside those that every bus here has. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Bus> {
    const folder = await tempDir();
    const home = join(folder.path, 'hookline home');
    mkdirSync(home);
    const bus = new Bus(home, async () => folder[Symbol.asyncDispose](), settings);
    await bus.start();
    return bus;
  }

  get url(): string {
    return this.#url;
  }

  /** Starts it again, where it was left. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [commandLine, 'start', '--json'], {
      env: this.#env(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#crashed = false;
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said = `${said}${chunk}`.slice(-4000);
    });
    const lines = createInterface({ input: child.stdout });
    const first = await Promise.race([
      once(lines, 'line', { signal: AbortSignal.timeout(startTimeoutMs) }).then(([line]) => String(line)),
      once(child, 'exit').then(() => undefined),
    ]);
    if (first === undefined) throw new Error(`hookline start ended before it answered:\n${said}`);
    this.#url = (JSON.parse(first) as { url: string }).url;
    this.#token = (await readFile(join(this.home, 'token'), 'utf8')).trim();
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGCONT');
    child.kill('SIGINT');
    await once(child, 'exit');
  }

  /** `kill -9` of the process with all services; its servers end by themselves or are taken over by the next start. */
  async crash(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
    this.#crashed = true;
  }

  /** Stops edge, gateway and all other services in the middle of what they do; `thaw` lets them go on. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Runs one command of the command line against this bus. */
  async hookline(
    args: readonly string[],
    options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<CommandResult> {
    const child = spawn(process.execPath, [commandLine, ...args], {
      cwd: options.cwd,
      env: { ...this.#env(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts = [child.stdout, child.stderr].map(async (stream) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      return String(Buffer.concat(chunks));
    });
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, output: await texts[0]!, errorText: await texts[1]! };
  }

  /** Resolves when all that was captured is in the log and in every read model. */
  async caughtUp(): Promise<void> {
    let quiet = 0;
    await eventually(
      async () => {
        const waiting = this.waiting();
        const { log, lag } = await this.ask<Status>('/v1/status');
        const behind = Object.values(lag).reduce((sum, each) => sum + each, 0);
        quiet = waiting === 0 && log !== null && behind === 0 ? quiet + 1 : 0;
        return quiet > 2;
      },
      { timeoutMs: settleTimeoutMs, what: 'the spool is empty and the read models are at the end of the log' },
    );
  }

  /** Number of captured hooks that wait in the spool. */
  waiting(): number {
    return readdirSync(join(this.home, 'spool', 'new')).length;
  }

  /** What is known of a session now; undefined when nothing is. A native id alone is Claude Code's. */
  async account(session: string): Promise<Account | undefined> {
    const id = session.includes(':') ? session : `claude-code:${session}`;
    const path = `/v1/sessions/${encodeURIComponent(id)}`;
    const found = await this.ask<Session | undefined>(path);
    if (found === undefined) return undefined;
    const entries: Entry[] = [];
    let cursor = '';
    do {
      const page = await this.ask<{ entries: Entry[]; next: string | null }>(`${path}/timeline?limit=1000${cursor}`);
      entries.push(...page.entries);
      cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
    } while (cursor !== '');
    const events = await this.#events(`${path}/events?limit=2000`);
    return new Account(found, entries, events);
  }

  /** What is known of a session when all is in and `as` holds; by default, when it ended and was reconciled. */
  async settled(session: string, as: (account: Account) => boolean = endedAndReconciled): Promise<Account> {
    await this.caughtUp();
    await eventually(() => !this.#looksAgain(), {
      timeoutMs: settleTimeoutMs,
      what: 'the edge read the transcripts to their end',
    });
    await this.caughtUp();
    let last: Account | undefined;
    try {
      return await eventually(
        async () => {
          last = await this.account(session);
          return last !== undefined && as(last) ? last : undefined;
        },
        { timeoutMs: settleTimeoutMs, what: `session ${session} is as the test expects` },
      );
    } catch (error) {
      throw new Error(`${(error as Error).message}: ${JSON.stringify(last?.session)}`, { cause: error });
    }
  }

  /** A text that was too long to lie in an event. */
  async body(ref: string): Promise<string> {
    const response = await this.#get(`/v1/bodies/${ref}`);
    return response.text();
  }

  async ask<Answer>(path: string): Promise<Answer> {
    const response = await this.#get(path);
    return (response.status === 404 ? undefined : await response.json()) as Answer;
  }

  /** Asks for something to be done, which must be taken. */
  async post<Answer>(path: string, body: object): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    const response = await fetch(this.#url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`POST ${path} was answered with ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  async #get(path: string): Promise<Response> {
    const response = await fetch(this.#url + path, { headers: { authorization: `Bearer ${this.#token}` } });
    if (response.ok || response.status === 404) return response;
    throw new Error(`GET ${path} was answered with ${response.status}: ${await response.text()}`);
  }

  async #events(path: string): Promise<CloudEvent[]> {
    const events: CloudEvent[] = [];
    let cursor = '';
    do {
      const page = await this.ask<{ events: { event: CloudEvent }[]; next: string | null }>(path + cursor);
      events.push(...page.events.map(({ event }) => event));
      cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
    } while (cursor !== '');
    return events;
  }

  /** Whether the edge means to look into a transcript once more, as it does some seconds after the end of a session. */
  #looksAgain(): boolean {
    const folder = join(this.home, 'edge', 'sessions');
    return readdirSync(folder).some((name) => {
      const kept = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { again?: unknown };
      return kept.again !== undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What a crash left behind is ended by the next start.
    if (this.#crashed) await this.start();
    await this.stop();
    await this.#remove();
  }

  #env(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      HOOKLINE_HOME: this.home,
      HOOKLINE_PORT: '0',
      HOOKLINE_URL: '',
      HOOKLINE_CACHE: cacheFolder(),
      ...this.#settings,
    };
  }
}

function endedAndReconciled({ session }: Account): boolean {
  return session.state === 'ended' && session.completeness.byRecord !== null;
}
