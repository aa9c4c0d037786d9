import { createRootRoute } from '@tanstack/react-router';
import { FailurePage, MissingPage } from './fallback-pages.tsx';
import { Shell } from './shell.tsx';

/** What every page hangs under. */
export const root = createRootRoute({
  component: Shell,
  errorComponent: FailurePage,
  notFoundComponent: MissingPage,
});
