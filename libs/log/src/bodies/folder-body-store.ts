import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nothingIfMissing, syncFolder, writeWhole } from '../durable-files.ts';
import type { BodyStore } from '../event-log.ts';

/** References known to be durable, so that a text seen again is not written again. */
const knownMax = 20_000;

/**
 * Bodies as files `sha256/ab/<hex>` (0600, folders 0700), each written whole or not at all, and durable with its
 * folders once `put` resolves. Several processes may share the folder. Texts are kept as UTF-8: half of a surrogate
 * pair without its other half becomes U+FFFD. `get` throws when a file no longer is what its name says.
 */
export class FolderBodyStore implements BodyStore {
  readonly #dir: string;
  readonly #durable = new Set<string>();
  readonly #writing = new Map<string, Promise<void>>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  async put(text: string): Promise<string> {
    const bytes = Buffer.from(text, 'utf8');
    const hex = createHash('sha256').update(bytes).digest('hex');
    if (!this.#durable.has(hex) || !(await this.#touch(hex))) {
      let writing = this.#writing.get(hex);
      if (writing === undefined) {
        writing = this.#write(hex, bytes).finally(() => this.#writing.delete(hex));
        this.#writing.set(hex, writing);
      }
      await writing;
    }
    return `sha256:${hex}`;
  }

  async get(ref: string): Promise<string | undefined> {
    const hex = hexOf(ref);
    const path = this.#path(hex);
    const bytes = await readFile(path).catch(nothingIfMissing);
    if (bytes === undefined) return undefined;
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== hex) throw new Error(`${path} holds another text (sha256 ${found}): restore it from the archive`);
    return bytes.toString('utf8');
  }

  async delete(
    ref: string,
    { untouchedForMs }: { readonly untouchedForMs: number },
  ): Promise<'deleted' | 'missing' | 'in-use'> {
    const path = this.#path(hexOf(ref));
    const isFresh = async (file: string) => {
      const held = await stat(file).catch(nothingIfMissing);
      return held && Date.now() - held.mtimeMs < untouchedForMs;
    };
    const fresh = await isFresh(path);
    if (fresh !== false) return fresh === undefined ? 'missing' : 'in-use';
    // Out of the way first: whoever puts the text from here on writes it anew; whoever touched it just before is seen.
    const aside = join(dirname(path), `.${randomUUID()}`);
    const taken = await rename(path, aside).then(() => true, nothingIfMissing);
    if (taken === undefined) return 'missing';
    if (await isFresh(aside)) {
      await rename(aside, path);
      return 'in-use';
    }
    await rm(aside, { force: true });
    await syncFolder(dirname(path));
    return 'deleted';
  }

  /** Says that the text is wanted now; false when its file is gone. */
  async #touch(hex: string): Promise<boolean> {
    const now = new Date();
    return await utimes(this.#path(hex), now, now).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false;
        throw error;
      },
    );
  }

  #path(hex: string): string {
    return join(this.#dir, 'sha256', hex.slice(0, 2), hex);
  }

  async #write(hex: string, bytes: Buffer): Promise<void> {
    const path = this.#path(hex);
    const folder = dirname(path);
    const held = await stat(path).catch(nothingIfMissing);
    if (held?.size !== bytes.length || !(await this.#touch(hex))) {
      await makeFolder(folder);
      await writeWhole(path, bytes);
    }
    // Also for a file found: whoever wrote it may not have come this far.
    await syncFolder(folder);
    if (this.#durable.size >= knownMax) this.#durable.clear();
    this.#durable.add(hex);
  }
}

function hexOf(ref: string): string {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(ref)?.[1];
  if (hex !== undefined) return hex;
  throw new Error(`found body reference ${JSON.stringify(ref)}, expected sha256:<64 hex digits>`);
}

async function makeFolder(folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (firstMade === undefined) return;
  for (let made = folder; ; made = dirname(made)) {
    await syncFolder(dirname(made));
    if (made === firstMade) return;
  }
}
