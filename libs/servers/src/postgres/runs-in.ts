import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

/** Whether that process works in this folder, as a PostgreSQL server does in its data folder. */
export function runsIn(pid: number, folder: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(folder);
  } catch {
    return false;
  }
}

/**
 * Ends the worker processes of a server that was killed: one in the middle of a long statement notices
 * late, and the next server refuses to start beside it. Elsewhere than on Linux they end in their own time.
 */
export function endWorkersLeftIn(dataDir: string): void {
  if (process.platform !== 'linux') return;
  for (const pid of readdirSync('/proc').map(Number)) {
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      const isPostgres = readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
      if (isPostgres && runsIn(pid, dataDir)) process.kill(pid, 'SIGKILL');
    } catch {}
  }
}
