/** A path as it is told inside of `root`; one that lies elsewhere stays whole. */
export function pathWithin(path: string, root: string | null): string {
  if (root === null || root === '') return path;
  const folder = root.endsWith('/') ? root : `${root}/`;
  return path.startsWith(folder) && path.length > folder.length ? path.slice(folder.length) : path;
}

/** The folder of a path, with the slash at its end, and the name in it. */
export function partsOfPath(path: string): { folder: string; name: string } {
  const cut = path.lastIndexOf('/', path.length - 2) + 1;
  return { folder: path.slice(0, cut), name: path.slice(cut) };
}
