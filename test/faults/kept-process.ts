import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const pauseAfterEndMs = 100;
const pauseAfterOwnEndMs = 500;
const stopWithinMs = 10_000;

/** A service as a process of its own, started again whenever it ends, as an init system would. */
export class KeptProcess implements AsyncDisposable {
  readonly name: string;
  /** How often it ended although nobody killed it. Each is a fault of the service. */
  ownEnds = 0;
  /** Of every start after the first: how long it took until the service said that it is ready, in milliseconds. */
  readonly recoveriesMs: number[] = [];
  readonly #program: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  #killed = false;
  #stopping = false;
  #life: Promise<void> | undefined;

  constructor(name: string, program: string, env: Readonly<Record<string, string>>, logFile: string) {
    this.name = name;
    this.#program = program;
    this.#env = env;
    this.#log = createWriteStream(logFile, { flags: 'a' });
  }

  /** Undefined while it is down. */
  get pid(): number | undefined {
    const child = this.#child;
    return child === undefined || child.exitCode !== null || child.signalCode !== null ? undefined : child.pid;
  }

  /** Resolves when the service has said for the first time that it is ready. */
  async start(): Promise<void> {
    const first = Promise.withResolvers<void>();
    this.#life = this.#keepUp(first.resolve);
    await first.promise;
  }

  /** kill -9. */
  kill(): void {
    this.#killed = true;
    this.#child?.kill('SIGKILL');
  }

  async #keepUp(onFirstReady: () => void): Promise<void> {
    let downSince: number | undefined;
    while (!this.#stopping) {
      this.#killed = false;
      const child = spawn(process.execPath, [this.#program], { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
      this.#child = child;
      child.stderr.pipe(this.#log, { end: false });
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.#log.write(`${line}\n`);
        if (!/"msg":"[^"]* ready"/.test(line)) return;
        if (downSince === undefined) onFirstReady();
        else this.recoveriesMs.push(performance.now() - downSince);
      });
      await once(child, 'exit');
      if (this.#stopping) return;
      downSince = performance.now();
      if (!this.#killed) this.ownEnds += 1;
      await pause(this.#killed ? pauseAfterEndMs : pauseAfterOwnEndMs);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    const over = setTimeout(() => child?.kill('SIGKILL'), stopWithinMs);
    child?.kill('SIGTERM');
    await this.#life;
    clearTimeout(over);
    this.#log.end();
  }
}
