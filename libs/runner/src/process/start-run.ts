import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { markOf, type ProcessMark } from '@hookline/servers';
import type { HeadlessHarness } from '../harness.ts';
import { OutputReader } from '../output-reader.ts';

/** How a program is started: everything is absolute and nothing is looked up any more. */
export interface RunStart {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly stdin?: string | undefined;
  readonly hear: HeadlessHarness['hear'];
  /** Called with every piece of output, once it was heard. */
  onOutput?(reader: OutputReader): void;
}

export interface RunEnd {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not be started. */
  readonly failure?: string;
}

/** A harness at work, in a process group of its own. */
export interface Run {
  /** Undefined when it could not be started. */
  readonly mark: ProcessMark | undefined;
  readonly output: OutputReader;
  /** The end of what it said on standard error. */
  errorTail(): string;
  /** Resolves when the program is gone. Never rejects. */
  readonly ended: Promise<RunEnd>;
}

const errorTailMax = 8_000;
/** What a program left behind may hold its pipes open for ever. */
const drainMs = 1_000;

export function startRun({ path, args, env, folder, stdin, hear, onOutput }: RunStart): Run {
  const output = new OutputReader(hear);
  let errors = '';
  const child = spawn(path, args, { cwd: folder, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const mark = child.pid === undefined ? undefined : markOf(child.pid);
  // It may end without reading what it is told.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin ?? '');
  child.stdout.on('data', (chunk: Buffer) => {
    output.take(chunk);
    onOutput?.(output);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString('utf8')).slice(-errorTailMax);
    output.count(chunk.length);
    onOutput?.(output);
  });
  const ended = new Promise<RunEnd>((resolve) => {
    const end = (how: RunEnd) => {
      output.end();
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(how);
    };
    child.once('error', (error) => end({ status: null, signal: null, failure: error.message }));
    child.once('close', (status, signal) => end({ status, signal }));
    child.once('exit', (status, signal) => void pause(drainMs).then(() => end({ status, signal })));
  });
  return { mark, output, errorTail: () => errors, ended };
}
