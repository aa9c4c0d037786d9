import { constants } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nothingIfMissing, syncFolder, writeWhole } from '@hookline/log/durable-files';
import { ArchiveError, type ArchiveStore, fileBytesMax, tooLarge } from './archive-store.ts';

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
    await writeWhole(path, bytes);
    for (let made = folder; ; made = dirname(made)) {
      await syncFolder(made);
      if (made.length <= this.where.length) return;
    }
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    const path = join(this.where, name);
    // Others may have made the folder: opening what is no file (a pipe) must not wait, reading it (a device) must end.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(nothingIfMissing);
    if (file === undefined) return undefined;
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new ArchiveError(`${path} is no file, expected one of an archive`);
      if (found.size > fileBytesMax) throw tooLarge(path, found.size);
      return await file.readFile();
    } finally {
      await file.close();
    }
  }

  async has(name: string): Promise<boolean> {
    return (await stat(join(this.where, name)).catch(nothingIfMissing)) !== undefined;
  }
}
