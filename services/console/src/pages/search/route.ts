import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root.ts';
import { textOf } from '../../words/search-text.ts';

/** What the URL says about a search: the words, which may hold filters themselves, and the fields beside them. */
export interface SearchSearch {
  readonly q?: string;
  readonly actor?: string;
  readonly project?: string;
  readonly harness?: string;
  readonly model?: string;
  readonly since?: string;
}

/** What the URL says about failures. Without `since` the last seven days are meant; `open` is the line that is open. */
export interface FailuresSearch {
  readonly by?: 'error';
  readonly since?: string;
  readonly actor?: string;
  readonly project?: string;
  readonly harness?: string;
  readonly open?: string;
}

export const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: (given: Record<string, unknown>): SearchSearch =>
    textOf(given, 'q', 'actor', 'project', 'harness', 'model', 'since'),
  component: lazyRouteComponent(() => import('./search-page.tsx'), 'SearchPage'),
});

export const failures = createRoute({
  getParentRoute: () => root,
  path: '/search/failures',
  validateSearch: (given: Record<string, unknown>): FailuresSearch => ({
    ...(given.by === 'error' && { by: 'error' }),
    ...textOf(given, 'since', 'actor', 'project', 'harness', 'open'),
  }),
  component: lazyRouteComponent(() => import('./failures-page.tsx'), 'FailuresPage'),
});
