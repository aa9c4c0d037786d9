import { createRouter } from '@tanstack/react-router';
import { pages } from '../pages/index.ts';
import { root } from './root.ts';

export const router = createRouter({ routeTree: root.addChildren(pages), defaultPreload: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
