import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The fences of items that were taken from this machine's command line, so that a later command can finish them. */
export class TakenItems {
  readonly #folder: string;

  constructor(home: string) {
    this.#folder = join(home, 'run', 'work');
  }

  async remember(item: string, fence: number): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(this.#fileOf(item), String(fence), { mode: 0o600 });
  }

  async fenceOf(item: string): Promise<number | undefined> {
    const text = await readFile(this.#fileOf(item), 'utf8').catch(() => '');
    return /^\d+$/.test(text) ? Number(text) : undefined;
  }

  async forget(item: string): Promise<void> {
    await rm(this.#fileOf(item), { force: true });
  }

  #fileOf(item: string): string {
    return join(this.#folder, createHash('sha256').update(item).digest('hex').slice(0, 32));
  }
}
