import type { DerivedView } from './derived-view.ts';

/** Every derived view, each after those it selects from. A new one is a file in this folder and a line here. */
export const derivedViews: readonly DerivedView[] = [];
