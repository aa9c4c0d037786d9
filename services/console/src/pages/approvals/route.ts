import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root.ts';
import { textOf } from '../../words/search-text.ts';

/** `show`: `decided` for what is answered already; `chosen`: the question that is open. */
export interface ApprovalsSearch {
  readonly show?: string;
  readonly chosen?: string;
}

export const approvals = createRoute({
  getParentRoute: () => root,
  path: '/work/approvals',
  validateSearch: (given: Record<string, unknown>): ApprovalsSearch => textOf(given, 'show', 'chosen'),
  component: lazyRouteComponent(() => import('./approvals-page.tsx'), 'ApprovalsPage'),
});
