import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CommandError, exitCode } from './failure.ts';

/** A file as it lies on this machine. */
export interface FileOnDisk {
  /** As it was named, or found below what was named. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

/** The files that were named, and the YAML files in the folders that were named. Throws where there is none. */
export async function readYamlFiles(
  paths: readonly string[],
  { cwd, what, hint }: { readonly cwd: string; readonly what: 'rule' | 'policy'; readonly hint: string },
): Promise<FileOnDisk[]> {
  const files = (await Promise.all(paths.map((path) => readPath(resolve(cwd, path), path, what)))).flat();
  if (files.length > 0) return files;
  throw new CommandError(`no ${what} file (*.yaml) in ${paths.join(', ')}`, { hint, exitCode: exitCode.notFound });
}

async function readPath(path: string, given: string, what: string): Promise<FileOnDisk[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new CommandError(`there is no ${given}`, {
      hint: `name ${what} files, or folders of them`,
      exitCode: exitCode.notFound,
    });
  }
  if (found.isFile()) return [{ name: given, file: path, text: await readFile(path, 'utf8') }];
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      name: join(given, name),
      file: join(path, name),
      text: await readFile(join(path, name), 'utf8'),
    })),
  );
}
