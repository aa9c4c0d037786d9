import { runProgram } from '../process/run-program.ts';
import { parseNatsVersion } from './version.ts';

export interface NatsProgram {
  readonly path: string;
  readonly version: string;
}

/** The version a nats-server program prints; undefined when it does not run. */
export async function versionOf(path: string): Promise<string | undefined> {
  const { code, output } = await runProgram(path, ['--version'], { timeoutMs: 10_000 });
  return code === 0 ? parseNatsVersion(output) : undefined;
}
