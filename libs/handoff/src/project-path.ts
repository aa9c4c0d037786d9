import type { SessionState } from '@hookline/projections';

/** A path as everybody who works on the project would say it: without the folder where this session has it. */
export function projectPath(path: string, { sessions: [row] }: SessionState['rows']): string {
  const root = (row?.projectRoot ?? row?.cwd ?? '').replace(/[/\\]+$/, '');
  if (root === '' || !path.startsWith(root)) return path;
  const rest = path.slice(root.length);
  return /^[/\\]./.test(rest) ? rest.slice(1) : path;
}
