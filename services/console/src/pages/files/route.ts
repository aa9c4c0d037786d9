import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root.ts';
import { textOf } from '../../words/search-text.ts';

export interface FilesSearch {
  readonly project?: string;
  /** A part of the path. */
  readonly q?: string;
}

/** One path of a project; `session` is the one whose course is open, `at` the position of the moment that is shown. */
interface FileSearch {
  readonly project: string;
  readonly path: string;
  readonly session?: string;
  readonly at?: number;
}

export const files = createRoute({
  getParentRoute: () => root,
  path: '/files',
  validateSearch: (given: Record<string, unknown>): FilesSearch => textOf(given, 'project', 'q'),
  component: lazyRouteComponent(() => import('./files-page.tsx'), 'FilesPage'),
});

export const fileHistory = createRoute({
  getParentRoute: () => root,
  path: '/files/history',
  validateSearch: (given: Record<string, unknown>): FileSearch => {
    const at = Number(given.at);
    const { project = '', path = '', session } = textOf(given, 'project', 'path', 'session');
    return { project, path, ...(session && { session }), ...(Number.isSafeInteger(at) && at > 0 && { at }) };
  },
  component: lazyRouteComponent(() => import('./file-page.tsx'), 'FilePage'),
});
