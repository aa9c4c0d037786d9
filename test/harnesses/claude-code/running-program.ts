import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { eventually } from '@hookline/testing';
import type { StreamLine } from './stream-json.ts';

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lines: readonly StreamLine[];
  readonly errorText: string;
  readonly tookMs: number;
}

const runTimeoutMs = 180_000;

/** One process of the program, and what it has printed until now. */
export class RunningProgram {
  readonly lines: StreamLine[] = [];
  /** Resolves when it is gone, in whatever way. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcessWithoutNullStreams;
  #requests = 0;

  constructor(program: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    const began = performance.now();
    this.#child = spawn(program, args, { ...options, timeout: runTimeoutMs, killSignal: 'SIGKILL' });
    let rest = '';
    this.#child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = `${rest}${chunk}`.split('\n');
      rest = parts.pop()!;
      for (const part of parts) if (part.startsWith('{')) this.lines.push(JSON.parse(part) as StreamLine);
    });
    let errorText = '';
    this.#child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errorText = `${errorText}${chunk}`.slice(-20_000);
    });
    this.#child.stdin.on('error', () => {});
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (status, signal) =>
        resolve({ status, signal, lines: this.lines, errorText, tookMs: performance.now() - began }),
      );
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Says something to a program started with `--input-format stream-json`, and waits for the turn's result. */
  async say(prompt: string): Promise<StreamLine> {
    const before = this.#results().length;
    this.#write({ type: 'user', message: { role: 'user', content: prompt } });
    return eventually(() => this.#results()[before], { timeoutMs: 60_000, what: `"${prompt}" was answered` });
  }

  /** Sends a control request such as `{ subtype: 'interrupt' }`. */
  control(request: object): void {
    this.#requests += 1;
    this.#write({ type: 'control_request', request_id: `request-${this.#requests}`, request });
  }

  /** Sends a prompt and does not wait. */
  ask(prompt: string): void {
    this.#write({ type: 'user', message: { role: 'user', content: prompt } });
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  #results(): StreamLine[] {
    return this.lines.filter(({ type }) => type === 'result');
  }

  #write(message: object): void {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }
}
