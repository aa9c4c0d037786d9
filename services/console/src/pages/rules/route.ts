import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root.ts';
import { textOf } from '../../words/search-text.ts';
import { type RulePart, ruleParts } from './one/rule-parts.ts';

/** What the URL says about one rule: which part of it is shown, and over how long a dry run looks. */
export interface RuleSearch {
  readonly show?: RulePart;
  readonly since?: string;
}

export const rules = createRoute({
  getParentRoute: () => root,
  path: '/rules',
  component: lazyRouteComponent(() => import('./list/rules-page.tsx'), 'RulesPage'),
});

export const oneRule = createRoute({
  getParentRoute: () => root,
  path: '/rules/$rule',
  validateSearch: (given: Record<string, unknown>): RuleSearch => {
    const show = ruleParts.find(({ value }) => value === given.show)?.value;
    return { ...(show && { show }), ...textOf(given, 'since') };
  },
  component: lazyRouteComponent(() => import('./one/rule-page.tsx'), 'RulePage'),
});

// No rule may be called `firings` or `why`: the api has these words.
export const allFirings = createRoute({
  getParentRoute: () => root,
  path: '/rules/firings',
  component: lazyRouteComponent(() => import('./firing/firings-page.tsx'), 'FiringsPage'),
});

export const oneFiring = createRoute({
  getParentRoute: () => root,
  path: '/rules/firings/$firing',
  component: lazyRouteComponent(() => import('./firing/firing-page.tsx'), 'FiringPage'),
});

/** Which rules looked at the event at a position of the log. */
export const why = createRoute({
  getParentRoute: () => root,
  path: '/rules/why/$position',
  component: lazyRouteComponent(() => import('./why/why-page.tsx'), 'WhyPage'),
});
