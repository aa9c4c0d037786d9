import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root.ts';
import { textOf } from '../../words/search-text.ts';

/** What the URL says about the list; nothing means every queue and state. */
export interface WorkSearch {
  readonly queue?: string;
  readonly state?: string;
}

export const work = createRoute({
  getParentRoute: () => root,
  path: '/work',
  validateSearch: (given: Record<string, unknown>): WorkSearch => textOf(given, 'queue', 'state'),
  component: lazyRouteComponent(() => import('./list/work-page.tsx'), 'WorkPage'),
});

export const workItem = createRoute({
  getParentRoute: () => root,
  path: '/work/items/$item',
  component: lazyRouteComponent(() => import('./one/item-page.tsx'), 'ItemPage'),
});
