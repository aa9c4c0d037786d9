import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceText } from './settings-file.ts';

const InstallRecord = z.object({
  version: z.literal(1),
  harness: z.string(),
  /** As asked for, and where the bytes are. */
  settingsPath: z.string(),
  realPath: z.string(),
  /** What the settings were before us: a backup, no file, or not known (they held entries of ours already). */
  original: z.enum(['backup', 'absent', 'unknown']),
  /** Folders made for the settings file, outermost first. */
  foldersMade: z.array(z.string()),
  /** SHA-256 of the settings as we left them. */
  leftHash: z.string(),
});

/** What an installation did to one settings file, so that it can be undone. */
export type InstallRecord = z.infer<typeof InstallRecord>;

export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Records and backups under `<home>/install/`, keyed by harness and settings file. */
export class InstallRecords {
  readonly #folder: string;

  constructor(home: string) {
    this.#folder = join(home, 'install');
  }

  /** Undefined when there is none, or it cannot be understood. */
  find(harness: string, realPath: string): InstallRecord | undefined {
    return this.#read(this.#recordFile(harness, realPath));
  }

  backupPath(harness: string, realPath: string): string {
    return join(this.#folder, `${key(harness, realPath)}.original`);
  }

  /** The original text, or undefined when the record has no backup. */
  original(record: InstallRecord): string | undefined {
    const file = this.backupPath(record.harness, record.realPath);
    if (record.original !== 'backup' || !existsSync(file)) return undefined;
    return readFileSync(file, 'utf8');
  }

  save(record: InstallRecord, original?: string): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    if (original !== undefined) {
      writeFileSync(this.backupPath(record.harness, record.realPath), original, { mode: 0o600 });
    }
    replaceText(this.#recordFile(record.harness, record.realPath), `${JSON.stringify(record, null, 2)}\n`);
  }

  forget(record: InstallRecord): void {
    rmSync(this.backupPath(record.harness, record.realPath), { force: true });
    rmSync(this.#recordFile(record.harness, record.realPath), { force: true });
  }

  /** Every settings file a harness's hooks were written to. */
  all(harness: string): InstallRecord[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => this.#read(join(this.#folder, name)) ?? [])
      .filter((record) => record.harness === harness);
  }

  #recordFile(harness: string, realPath: string): string {
    return join(this.#folder, `${key(harness, realPath)}.json`);
  }

  #read(file: string): InstallRecord | undefined {
    if (!existsSync(file)) return undefined;
    try {
      return InstallRecord.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
    } catch {
      return undefined;
    }
  }
}

function key(harness: string, realPath: string): string {
  return `${harness}-${textHash(realPath).slice(0, 16)}`;
}
