import { watch } from 'node:fs';
import { mkdir, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type RuleText, recordingBytesMax, ruleBytesMax, rulesMax, type Source, SourceError } from './source.ts';

/** The `*.yaml` and `*.yml` files of a folder; recordings may lie anywhere below it. The folder is made where it is missing. */
export function folderSource(folder: string): Source {
  return {
    origin: 'folder',
    name: folder,
    has: (path) => !path.includes('/'),
    async read() {
      try {
        await mkdir(folder, { recursive: true });
        const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
        if (names.length > rulesMax) {
          throw new SourceError(`found ${names.length} files, expected at most ${rulesMax}: take some out`);
        }
        const found = await Promise.all(names.map((name) => readRule(folder, name)));
        return found.filter((one) => one !== undefined);
      } catch (error) {
        if (error instanceof SourceError || !isFileTrouble(error)) throw error;
        throw new SourceError(`the folder cannot be read: ${error.message}`, { cause: error });
      }
    },
    watch(signal, onChange) {
      const watcher = watch(folder, { signal }, soon(onChange));
      // A folder that cannot be watched any more is still read now and then.
      watcher.on('error', () => watcher.close());
    },
  };
}

/** Rings once, a moment after the last of several changes. */
export function soon(onChange: () => void): () => void {
  let told: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(told);
    told = setTimeout(onChange, 100);
    told.unref();
  };
}

async function readRule(folder: string, name: string): Promise<RuleText | undefined> {
  const file = join(folder, name);
  const text = await readBounded(file, ruleBytesMax);
  if (text === undefined) return undefined;
  return {
    origin: 'folder',
    path: name,
    text,
    by: () => ownerOf(file),
    recording: (path) => recordingBeside(folder, file, path),
  };
}

/** A file that was there a moment ago may be gone; one that is too large is cut, and found faulty for it. */
async function readBounded(file: string, bytesMax: number): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    if (size <= bytesMax) return await readFile(file, 'utf8');
    return '#'.repeat(bytesMax + 1);
  } catch (error) {
    if (isFileTrouble(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function recordingBeside(folder: string, file: string, path: string): Promise<string | undefined> {
  try {
    const [top, found] = await Promise.all([realpath(folder), realpath(resolve(dirname(file), path))]);
    const inside = relative(top, found);
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`)) return undefined;
    const { size } = await stat(found);
    return size > recordingBytesMax ? undefined : await readFile(found, 'utf8');
  } catch (error) {
    if (isFileTrouble(error)) return undefined;
    throw error;
  }
}

async function ownerOf(file: string): Promise<string> {
  const owner = (await stat(file).catch(() => undefined))?.uid;
  const me = userInfo();
  return owner === undefined || owner === me.uid ? me.username : `user ${owner}`;
}

function isFileTrouble(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
