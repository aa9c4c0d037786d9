import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root.ts';
import { textOf } from '../../words/search-text.ts';

export interface ClaimsSearch {
  readonly project?: string;
}

/** `show`: `all` with those that are over; nothing means the open ones. */
export interface ConflictsSearch {
  readonly project?: string;
  readonly show?: string;
}

export const claims = createRoute({
  getParentRoute: () => root,
  path: '/work/claims',
  validateSearch: (given: Record<string, unknown>): ClaimsSearch => textOf(given, 'project'),
  component: lazyRouteComponent(() => import('./claims-page.tsx'), 'ClaimsPage'),
});

export const conflicts = createRoute({
  getParentRoute: () => root,
  path: '/work/conflicts',
  validateSearch: (given: Record<string, unknown>): ConflictsSearch => textOf(given, 'project', 'show'),
  component: lazyRouteComponent(() => import('./conflicts-page.tsx'), 'ConflictsPage'),
});
