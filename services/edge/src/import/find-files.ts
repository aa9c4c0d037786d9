import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

const DEPTH_MAX = 12;

/**
 * The files an import reads: a file that is named, and in a folder every `.jsonl`, sorted. Files of subagents are left
 * out there: they come with the transcript they belong to. Throws for a path that is not there.
 */
export async function* findFiles(paths: readonly string[]): AsyncGenerator<string> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) throw new Error(`${path} is not there: name a transcript, an export, or a folder of them`);
    if (found.isDirectory()) yield* filesIn(resolve(path), 0);
    else yield resolve(path);
  }
}

async function* filesIn(folder: string, depth: number): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith('.jsonl') && basename(folder) !== 'subagents') yield path;
    else if (entry.isDirectory() && depth < DEPTH_MAX) yield* filesIn(path, depth + 1);
  }
}
