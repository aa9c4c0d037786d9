import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where programs that only tests need stay between runs: `HOOKLINE_CACHE`, else `~/.cache/hookline`. */
export function cacheFolder(): string {
  return process.env.HOOKLINE_CACHE || join(homedir(), '.cache', 'hookline');
}
