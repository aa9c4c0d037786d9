import { analyticsViews } from './analytics/index.ts';
import { codeTies } from './code-ties.ts';
import { costs, sessionCosts } from './costs.ts';
import type { DerivedView } from './derived-view.ts';
import { outcomes } from './outcomes.ts';

/** Every derived view, each after those it selects from. A new one is a file in this folder and a line here. */
export const derivedViews: readonly DerivedView[] = [codeTies, outcomes, costs, sessionCosts, ...analyticsViews];
