import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

/** A settings file that cannot be edited safely. Nothing was written. */
export class SettingsFileError extends Error {
  override name = 'SettingsFileError';
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}. Nothing was changed.`);
    this.path = path;
  }
}

/** A harness's settings file as it lies on disk. */
export interface SettingsFile {
  /** As it was asked for. */
  readonly path: string;
  /** Where the bytes are: behind a symbolic link, the link's target. */
  readonly realPath: string;
  /** The text, a byte order mark included; null when there is no file. Writing it back gives the same bytes. */
  readonly text: string | null;
}

export function readSettingsFile(path: string): SettingsFile {
  const realPath = followLinks(path);
  return { path, realPath, text: readText(path, realPath) };
}

/** Throws when the file may not or should not be written. */
export function assertWritable(file: SettingsFile): void {
  if (file.text === null) return;
  const mode = statSync(file.realPath).mode & 0o777;
  if ((mode & 0o222) === 0) {
    throw new SettingsFileError(
      file.path,
      `it is read-only (mode ${mode.toString(8)}); make it writable and try again`,
    );
  }
}

/**
 * Replaces a file's text in one step: whoever reads it sees the old or the new, whole. Mode and owner stay.
 * Returns the folders that had to be made, outermost first.
 */
export function replaceText(path: string, text: string, newFileMode = 0o600): string[] {
  const made = makeFolders(dirname(path));
  const before = statSync(path, { throwIfNoEntry: false });
  const scratch = `${path}.hookline-new`;
  rmSync(scratch, { force: true });
  const file = openSync(scratch, 'wx', newFileMode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    if (before) {
      chmodSync(scratch, before.mode & 0o7777);
      if (before.uid !== process.getuid?.()) chownSync(scratch, before.uid, before.gid);
    }
    renameSync(scratch, path);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw error;
  }
  return made;
}

/** Removes folders, innermost first, as far as they are empty. */
export function removeEmptyFolders(outermostFirst: readonly string[]): void {
  for (const folder of outermostFirst.toReversed()) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}

function makeFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let at = folder; !statSync(at, { throwIfNoEntry: false }); at = dirname(at)) missing.unshift(at);
  mkdirSync(folder, { recursive: true });
  return missing;
}

function followLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
    return link ? resolve(dirname(path), readlinkSync(path)) : resolve(path);
  }
}

function readText(path: string, realPath: string): string | null {
  const stat = statSync(realPath, { throwIfNoEntry: false });
  if (!stat) return null;
  if (!stat.isFile()) throw new SettingsFileError(path, 'expected a file, found something else');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(realPath));
  } catch (cause) {
    if (cause instanceof TypeError) throw new SettingsFileError(path, 'expected UTF-8 text, found other bytes');
    throw cause;
  }
}
