import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Client, createClient } from '@hookline/client';
import { defaultCache } from '@hookline/servers';

const program = join(import.meta.dirname, '..', '..', 'services', 'cli', 'src', 'main.ts');

/** A whole bus as `npm start` runs it: one process with its servers as children. Stopped when disposed of. */
export class BusProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly home: string;
  readonly url: string;

  private constructor(child: ChildProcess, home: string, url: string) {
    this.child = child;
    this.home = home;
    this.url = url;
  }

  /**
   * Resolves when it says that it answers. `cache` names another folder of downloaded programs than this machine's;
   * `env` is added to a bare environment, `nodeOptions` to Node's command line.
   */
  static async start(
    home: string,
    options: { cache?: string; env?: Readonly<Record<string, string>>; nodeOptions?: readonly string[] } = {},
  ): Promise<BusProcess> {
    const { PATH, HOME, HOOKLINE_NATS_SERVER, HOOKLINE_POSTGRES_BIN } = process.env;
    const child = spawn(process.execPath, [...(options.nodeOptions ?? []), program, 'start', '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...{ PATH, HOME, HOOKLINE_NATS_SERVER, HOOKLINE_POSTGRES_BIN },
        HOOKLINE_HOME: home,
        HOOKLINE_CACHE: options.cache ?? defaultCache(process.env),
        HOOKLINE_PORT: '0',
        ...options.env,
      },
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
    });
    const lines = createInterface({ input: child.stdout });
    const answered = once(lines, 'line') as Promise<[string]>;
    const ended = once(child, 'exit').then(([status]) => {
      throw new Error(`the bus ended with status ${status} before it answered: ${said}`);
    });
    const [line] = await Promise.race([answered, ended]);
    ended.catch(() => {});
    return new BusProcess(child, home, (JSON.parse(line) as { url: string }).url);
  }

  get token(): string {
    return readFileSync(join(this.home, 'token'), 'utf8').trim();
  }

  client(): Client {
    return createClient({ url: this.url, token: this.token });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }
}
