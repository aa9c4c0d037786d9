import { posix } from 'node:path';

/**
 * A path as events say it: relative to `root` where it lies inside, else as it is. A relative path is taken from
 * `cwd`. Backslashes of Windows become slashes. The root itself is `.`.
 */
export function projectPath(path: string, root: string | undefined, cwd?: string | undefined): string {
  const slashed = /^[A-Za-z]:\\/.test(path) ? path.replaceAll('\\', '/') : path;
  const absolute = isAbsolute(slashed) || cwd === undefined ? slashed : posix.join(cwd, slashed);
  if (!isAbsolute(absolute)) return posix.normalize(absolute);
  const clean = posix.normalize(absolute);
  if (root === undefined || root === '') return clean;
  const top = posix.normalize(root).replace(/\/+$/, '');
  if (clean === top) return '.';
  return clean.startsWith(`${top}/`) ? clean.slice(top.length + 1) : clean;
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}
