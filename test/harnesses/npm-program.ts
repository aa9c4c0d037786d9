import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npmPackage } from '../npm-package.ts';

/** A harness as npm brings it, in the version these tests were written against. */
export interface NpmProgram {
  /** Names its folder in the cache. */
  readonly name: string;
  readonly packageName: string;
  readonly version: string;
  readonly megabytes: number;
  /** Where the program may be below `node_modules`, the first that is there is taken. */
  readonly paths: readonly string[];
  /** True when the package's own install scripts must run. */
  readonly scripts?: boolean;
}

/**
 * The real program of this platform. The first time it is installed from npm into the cache, where it stays; nothing of
 * the coding clients on this machine is read or written. Throws when it cannot be had, saying why.
 */
export async function findNpmProgram(program: NpmProgram): Promise<string> {
  const { packageName, version, name, megabytes, scripts = false } = program;
  const folder = await npmPackage({
    packageName,
    version,
    folder: join('harnesses', `${name}-${version}`),
    megabytes,
    scripts,
    check: (installed) => {
      if (programIn(installed, program)) return;
      throw new Error(
        `${packageName}@${version} brought no program for ${process.platform}-${process.arch} into ${installed}: ` +
          'it may come as an optional dependency; see that npm does not omit those',
      );
    },
  });
  return programIn(folder, program)!;
}

function programIn(folder: string, { paths }: NpmProgram): string | undefined {
  return paths.map((path) => join(folder, 'node_modules', path)).find((path) => existsSync(path));
}
