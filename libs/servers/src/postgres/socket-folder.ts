import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Systems allow 104 to 108 bytes for the whole path of a socket. */
const socketPathBytesMax = 100;

/** The folder by which clients reach the server's socket. */
export interface SocketFolder {
  readonly path: string;
  remove(): void;
}

/**
 * The data folder itself, or, where its path is too long for a socket, a short link to it in a private
 * temporary folder. `noteFile` remembers that one, so that the next start removes it after a kill.
 */
export function socketFolder(dataDir: string, port: number, noteFile: string): SocketFolder {
  removeNoted(noteFile);
  if (Buffer.byteLength(`${dataDir}/.s.PGSQL.${port}`) <= socketPathBytesMax) return { path: dataDir, remove() {} };
  const base = Buffer.byteLength(tmpdir()) < 40 ? tmpdir() : '/tmp';
  const folder = mkdtempSync(join(base, 'hookline-'));
  symlinkSync(dataDir, join(folder, 'pg'));
  writeFileSync(noteFile, folder, { mode: 0o600 });
  return { path: join(folder, 'pg'), remove: () => removeNoted(noteFile) };
}

function removeNoted(noteFile: string): void {
  try {
    const folder = readFileSync(noteFile, 'utf8');
    rmSync(join(folder, 'pg'), { force: true });
    rmSync(folder, { recursive: true, force: true });
  } catch {}
  rmSync(noteFile, { force: true });
}
