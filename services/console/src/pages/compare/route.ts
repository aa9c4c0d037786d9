import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root.ts';
import { textOf } from '../../words/search-text.ts';

/** Both sides: a session each, at the position of an event of it or as it is now; `file` is the one that is open. */
export interface CompareSearch {
  readonly left?: string;
  readonly leftAt?: number;
  readonly right?: string;
  readonly rightAt?: number;
  readonly file?: string;
}

export const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  validateSearch: (given: Record<string, unknown>): CompareSearch => {
    const [leftAt, rightAt] = [positionOf(given.leftAt), positionOf(given.rightAt)];
    return {
      ...textOf(given, 'left', 'right', 'file'),
      ...(leftAt !== undefined && { leftAt }),
      ...(rightAt !== undefined && { rightAt }),
    };
  },
  component: lazyRouteComponent(() => import('./compare-page.tsx'), 'ComparePage'),
});

function positionOf(given: unknown): number | undefined {
  const position = Number(given);
  return Number.isSafeInteger(position) && position > 0 ? position : undefined;
}
