import { isAbsolute, relative, sep } from 'node:path';

/** A path as memories name files: relative to the repository, with `/` between its parts. Paths elsewhere stay as they are. */
export function pathWithin(path: string, root: string | undefined): string {
  const plain = path.replace(/^\.\//, '');
  if (root === undefined || !isAbsolute(plain)) return plain;
  const within = relative(root, plain);
  return within === '' || within.startsWith('..') || isAbsolute(within) ? plain : within.split(sep).join('/');
}
