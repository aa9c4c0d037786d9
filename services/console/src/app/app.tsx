import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ApiFailure } from '../api/http.ts';
import { Live } from '../api/live.ts';
import { LiveProvider } from '../api/live-context.tsx';
import { router } from './router.ts';
import { ShortcutsProvider } from './shortcuts.tsx';

const retriesMax = 3;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      // What the bus refused stays refused; what it could not answer just now may come.
      retry: (count, error) =>
        count < retriesMax && error instanceof ApiFailure && (error.status === 0 || error.status >= 500),
    },
  },
});
const live = new Live(queries);

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <LiveProvider value={live}>
        <ShortcutsProvider>
          <RouterProvider router={router} />
        </ShortcutsProvider>
      </LiveProvider>
    </QueryClientProvider>
  );
}
