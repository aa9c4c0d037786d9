import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArchiveStore } from './archive-store.ts';

/** An archive in a folder: files 0600, folders 0700, each written beside its place, synced, then renamed. */
export class FolderStore implements ArchiveStore {
  readonly where: string;

  constructor(folder: string) {
    this.where = folder;
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.where, name);
    const folder = dirname(path);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const partial = join(folder, `.${randomUUID()}`);
    try {
      const file = await open(partial, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    for (let made = folder; ; made = dirname(made)) {
      await syncFolder(made);
      if (made.length <= this.where.length) return;
    }
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    return await readFile(join(this.where, name)).catch(nothingIfMissing);
  }

  async has(name: string): Promise<boolean> {
    return (await stat(join(this.where, name)).catch(nothingIfMissing)) !== undefined;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function nothingIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
