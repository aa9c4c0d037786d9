import { resolve } from 'node:path';
import type { ArchiveStore } from './archive-store.ts';
import { FolderStore } from './folder-store.ts';
import { type Environment, S3Store } from './s3-store.ts';

/** The store at a folder or at `s3://bucket/prefix`. Relative folders count from `cwd`. Nothing is looked at yet. */
export function openStore(where: string, env: Environment, cwd = '/'): ArchiveStore {
  return /^s3:/i.test(where) ? new S3Store(where, env) : new FolderStore(resolve(cwd, where));
}
