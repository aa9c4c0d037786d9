import { createRoute } from '@tanstack/react-router';
import { root } from '../../app/root.ts';
import { textOf } from '../../words/search-text.ts';
import { SessionPage } from './session-page.tsx';
import { type Show, shows, type Tab, tabNames } from './views.ts';

/** What the URL says about a session's page. Nothing means the time line, all of it, nothing selected. */
export interface SessionSearch {
  readonly tab?: Tab;
  /** The id of the selected entry. */
  readonly entry?: string;
  /** The path selected among the files. */
  readonly file?: string;
  readonly show?: Show;
  readonly q?: string;
}

/** One session: what was asked, done, said, changed and used. */
export const session = createRoute({
  getParentRoute: () => root,
  path: '/sessions/$session',
  validateSearch: (search: Record<string, unknown>): SessionSearch => {
    const tab = tabNames.find((name) => name === search.tab);
    const show = shows.find(({ value }) => value === search.show)?.value;
    return { ...(tab && { tab }), ...(show && { show }), ...textOf(search, 'entry', 'file', 'q') };
  },
  component: SessionPage,
});
