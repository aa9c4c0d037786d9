import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root.ts';
import { textOf } from '../../words/search-text.ts';
import { type FileView, fileViews, type Show, shows, type Tab, tabNames } from './views.ts';

/** What the URL says about a session's page. Nothing means the time line at its end, all of it, nothing selected. */
export interface SessionSearch {
  /** The cursor: the position of an event. Without it the page shows the end. */
  readonly at?: number;
  readonly tab?: Tab;
  /** The id of the selected entry. */
  readonly entry?: string;
  /** The path selected among the files. */
  readonly file?: string;
  /** How the selected file is shown; nothing means its changes since the beginning. */
  readonly view?: FileView;
  readonly show?: Show;
  readonly q?: string;
}

/** One session: what was asked, done, said, changed and used. */
export const session = createRoute({
  getParentRoute: () => root,
  path: '/sessions/$session',
  validateSearch: (search: Record<string, unknown>): SessionSearch => {
    const tab = tabNames.find((name) => name === search.tab);
    const view = fileViews.find(({ value }) => value === search.view)?.value;
    const show = shows.find(({ value }) => value === search.show)?.value;
    const at = Number.isSafeInteger(search.at) && Number(search.at) >= 0 ? Number(search.at) : undefined;
    return {
      ...(at !== undefined && { at }),
      ...(tab && { tab }),
      ...(show && { show }),
      ...(view && { view }),
      ...textOf(search, 'entry', 'file', 'q'),
    };
  },
  component: lazyRouteComponent(() => import('./session-page.tsx'), 'SessionPage'),
});
