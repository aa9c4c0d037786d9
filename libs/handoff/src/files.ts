import type { SessionState } from '@hookline/projections';
import type { ChangedFile } from './hand-off.ts';
import { projectPath } from './project-path.ts';

/**
 * What became of each file that was written, the newest change first, by its path in the project. A file that was made and
 * deleted again is gone.
 */
export function changedFiles(rows: SessionState['rows']): ChangedFile[] {
  const files = new Map<string, ChangedFile & { readonly order: string; readonly made: boolean }>();
  for (const row of rows.files) {
    if (row.how === 'read' || row.how === 'change') continue;
    const path = projectPath(row.path, rows);
    const from = row.fromPath === null ? null : projectPath(row.fromPath, rows);
    const before = files.get(path) ?? (from === null ? undefined : files.get(from));
    if (from !== null) files.delete(from);
    const made = before === undefined ? row.how === 'create' : before.made;
    files.set(path, {
      path,
      sessionPath: row.path,
      how: row.how === 'edit' && made ? 'create' : row.how,
      from: from ?? before?.from ?? null,
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
