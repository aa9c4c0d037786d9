import { pathWithin } from '../../../words/path.ts';
import type { FileThen } from './files-at.ts';

/** A row of a tree of files: a folder, or a file in it. */
export type TreeRow =
  | {
      readonly type: 'folder';
      readonly key: string;
      readonly name: string;
      readonly depth: number;
      readonly files: number;
    }
  | {
      readonly type: 'file';
      readonly key: string;
      readonly name: string;
      readonly depth: number;
      readonly file: FileThen;
    };

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: { readonly name: string; readonly file: FileThen }[];
}

/** Files under their folders. A folder with nothing in it but a folder shares one row with it. */
export function treeOf(files: readonly FileThen[], root: string | null, closed: ReadonlySet<string>): TreeRow[] {
  const top: Folder = { folders: new Map(), files: [] };
  for (const file of files) {
    const parts = pathWithin(file.path, root).split('/');
    const name = parts.pop() ?? file.path;
    let at = top;
    for (const part of parts) {
      let next = at.folders.get(part);
      if (next === undefined) {
        next = { folders: new Map(), files: [] };
        at.folders.set(part, next);
      }
      at = next;
    }
    at.files.push({ name, file });
  }
  return rowsOf(top, '', 0, closed);
}

function rowsOf(folder: Folder, within: string, depth: number, closed: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  for (const [first, child] of folder.folders) {
    let [name, inner] = [first, child];
    while (inner.files.length === 0 && inner.folders.size === 1) {
      const [next, only] = [...inner.folders][0]!;
      [name, inner] = [`${name}/${next}`, only];
    }
    const key = `${within}${name}/`;
    rows.push({ type: 'folder', key, name: name === '' ? '/' : name, depth, files: countOf(inner) });
    if (!closed.has(key)) rows.push(...rowsOf(inner, key, depth + 1, closed));
  }
  for (const { name, file } of folder.files) rows.push({ type: 'file', key: file.path, name, depth, file });
  return rows;
}

function countOf({ folders, files }: Folder): number {
  return [...folders.values()].reduce((sum, child) => sum + countOf(child), files.length);
}
