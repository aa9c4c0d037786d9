import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { packageFolder } from './places.ts';

const sources = ['index.html', 'package.json', 'vite.config.ts', 'public', 'src'];

/** The hash of everything a build depends on that is ours; package.json pins the rest to exact versions. */
export async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await filesOf(sources.map((source) => join(packageFolder, source)))) {
    const content = await readFile(file);
    hash.update(`${relative(packageFolder, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 24);
}

async function filesOf(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      try {
        const entries = await readdir(path);
        return await filesOf(entries.map((entry) => join(path, entry)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return path.endsWith('.test.ts') ? [] : [path];
        throw error;
      }
    }),
  );
  return found.flat().sort();
}
