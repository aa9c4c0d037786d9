import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { CostsBy, OutcomesBy } from '../../api/costs.ts';
import { root } from '../../app/root.ts';
import { textOf } from '../../words/search-text.ts';
import { costsBy, measures, outcomesBy, splits } from './kinds.ts';

/** What the URL says about costs. Without `since` the last thirty days are meant. */
export interface CostsSearch {
  readonly by?: CostsBy;
  readonly split?: CostsBy;
  readonly measure?: 'cost' | 'tokens';
  readonly since?: string;
  readonly actor?: string;
  readonly project?: string;
  readonly harness?: string;
  readonly model?: string;
}

export interface OutcomesSearch {
  readonly by?: OutcomesBy;
  readonly state?: string;
  readonly since?: string;
  readonly project?: string;
}

const one = <Value extends string>(options: readonly { value: Value }[], given: unknown) =>
  options.find(({ value }) => value === given)?.value;

export const costs = createRoute({
  getParentRoute: () => root,
  path: '/costs',
  validateSearch: (given: Record<string, unknown>): CostsSearch => {
    const by = one(costsBy, given.by);
    const split = one(splits, given.split);
    const measure = one(measures, given.measure);
    return {
      ...(by && { by }),
      ...(split && { split }),
      ...(measure && { measure }),
      ...textOf(given, 'since', 'actor', 'project', 'harness', 'model'),
    };
  },
  component: lazyRouteComponent(() => import('./costs-page.tsx'), 'CostsPage'),
});

export const outcomes = createRoute({
  getParentRoute: () => root,
  path: '/costs/outcomes',
  validateSearch: (given: Record<string, unknown>): OutcomesSearch => {
    const by = one(outcomesBy, given.by);
    return { ...(by && { by }), ...textOf(given, 'state', 'since', 'project') };
  },
  component: lazyRouteComponent(() => import('./outcomes-page.tsx'), 'OutcomesPage'),
});

export const prices = createRoute({
  getParentRoute: () => root,
  path: '/costs/prices',
  component: lazyRouteComponent(() => import('./prices-page.tsx'), 'PricesPage'),
});
