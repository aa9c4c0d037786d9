import { homedir } from 'node:os';
import { join } from 'node:path';

/** Environment variables, as a process is given them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `HOOKLINE_HOME` where it is set, else `~/.hookline`, and `/var/lib/hookline` for root. */
export function homeOf(env: Environment, uid: number | undefined = process.getuid?.()): string {
  if (env.HOOKLINE_HOME) return env.HOOKLINE_HOME;
  return uid === 0 ? '/var/lib/hookline' : join(env.HOME || homedir(), '.hookline');
}
