import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Somewhere to write. `process.stdout` is one. */
export interface Sink {
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where a command writes: results on stdout, everything else on stderr. Colours only where a person reads. */
export class Output {
  readonly #stdout: Sink;
  readonly #stderr: Sink;
  readonly #colours: boolean;
  /** Characters that fit a line; unbounded when nobody looks. */
  readonly width: number;
  readonly interactive: boolean;

  constructor(stdout: Sink, stderr: Sink, env: Readonly<Record<string, string | undefined>>) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.interactive = stdout.isTTY === true;
    this.#colours = this.interactive && !env.NO_COLOR && env.TERM !== 'dumb';
    this.width = this.interactive ? Math.max(40, stdout.columns ?? 80) : Number.POSITIVE_INFINITY;
  }

  line(text = ''): void {
    this.#stdout.write(`${text}\n`);
  }

  json(value: unknown): void {
    this.#stdout.write(`${JSON.stringify(value, null, this.interactive ? 2 : 0)}\n`);
  }

  /** Writes as it is; resolves when there is room for more. */
  async text(text: string): Promise<void> {
    if (this.#stdout.write(text)) return;
    await new Promise<void>((resolve) => this.#stdout.once('drain', resolve));
  }

  note(text: string): void {
    this.#stderr.write(`${text}\n`);
  }

  paint(style: Style, text: string): string {
    return this.#colours ? styleText(style, text, { validateStream: false }) : text;
  }
}

/** A pipe whose reader went away (`hookline tail | head`) ends the program quietly instead of with a stack. */
export function endWithReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
