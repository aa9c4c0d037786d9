import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { Liveness } from '../../api/shapes.ts';
import { root } from '../../app/root.ts';
import { stateNames } from '../../parts/badge.tsx';
import { textOf } from '../../words/search-text.ts';

/** What the URL says about the list: nothing means all. */
export interface NowSearch {
  readonly state?: Liveness;
  readonly project?: string;
  readonly actor?: string;
  readonly harness?: string;
  readonly q?: string;
}

/** Every session, those that live first. */
export const now = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search: Record<string, unknown>): NowSearch => {
    const state = stateNames.find(({ value }) => value === search.state)?.value;
    return { ...(state && { state }), ...textOf(search, 'project', 'actor', 'harness', 'q') };
  },
  component: lazyRouteComponent(() => import('./now-page.tsx'), 'NowPage'),
});
