import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { shortHash } from '@hookline/schemas';
import { type SessionFile, sessionFile } from './session-file.ts';
import { writeWhole } from './write-whole.ts';

/** Keeps what the edge knows of each session, one file per session. */
export class SessionStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Undefined when nothing was kept, or nothing that this build can read: then the session begins anew. */
  load(session: string): SessionFile | undefined {
    const found = this.#read(this.#fileOf(session));
    return found?.session === session ? found : undefined;
  }

  /** `text` is a session file as JSON. */
  save(session: string, text: string): void {
    writeWhole(this.#fileOf(session), text);
  }

  /** Sessions kept within the last `ageMaxMs`, at most `max`, the latest first. */
  async recent(ageMaxMs: number, max: number): Promise<SessionFile[]> {
    const files = (await this.#ages()).filter(({ ageMs }) => ageMs <= ageMaxMs).sort((a, b) => a.ageMs - b.ageMs);
    return files.slice(0, max).flatMap(({ name }) => this.#read(join(this.#folder, name)) ?? []);
  }

  /** Forgets sessions nothing was heard of for `ageMaxMs`. Their ids stay the same should they ever come back. */
  async forgetOlder(ageMaxMs: number): Promise<number> {
    const old = (await this.#ages()).filter(({ ageMs }) => ageMs > ageMaxMs);
    for (const { name } of old) rmSync(join(this.#folder, name), { force: true });
    return old.length;
  }

  #fileOf(session: string): string {
    return join(this.#folder, `${shortHash(session)}.json`);
  }

  #read(file: string): SessionFile | undefined {
    try {
      const parsed = sessionFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
      return parsed.success ? parsed.data : undefined;
    } catch {
      return undefined;
    }
  }

  async #ages(): Promise<{ name: string; ageMs: number }[]> {
    const ages = [];
    for (const name of await readdir(this.#folder)) {
      const found = await stat(join(this.#folder, name)).catch(() => undefined);
      if (found?.isFile()) ages.push({ name, ageMs: Date.now() - found.mtimeMs });
    }
    return ages;
  }
}
