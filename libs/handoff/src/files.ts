import type { FileRow } from '@hookline/projections';
import type { ChangedFile } from './hand-off.ts';

/** What became of each file that was written, the newest change first. A file that was made and deleted again is gone. */
export function changedFiles(rows: readonly FileRow[]): ChangedFile[] {
  const files = new Map<string, ChangedFile & { readonly order: string; readonly made: boolean }>();
  for (const row of rows) {
    if (row.how === 'read' || row.how === 'change') continue;
    const before = files.get(row.path) ?? (row.fromPath === null ? undefined : files.get(row.fromPath));
    if (row.fromPath !== null) files.delete(row.fromPath);
    const made = before === undefined ? row.how === 'create' : before.made;
    files.set(row.path, {
      path: row.path,
      how: row.how === 'edit' && made ? 'create' : row.how,
      from: row.fromPath ?? before?.from ?? null,
      changes: (before?.changes ?? 0) + 1,
      linesAdded: (before?.linesAdded ?? 0) + (row.linesAdded ?? 0),
      linesRemoved: (before?.linesRemoved ?? 0) + (row.linesRemoved ?? 0),
      position: row.position,
      order: row.orderKey,
      made,
    });
  }
  return [...files.values()]
    .filter(({ how, made }) => !(how === 'delete' && made))
    .sort((a, b) => (a.order < b.order ? 1 : -1))
    .map(({ order: _, made: __, ...file }) => file);
}
