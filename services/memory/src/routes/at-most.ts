import { ApiError } from '@hookline/http';

/** Lets so many run at once and turns others away with a 429: for work that takes the process for itself. */
export function atMost(count: number, what: string): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  return async (work) => {
    if (running >= count) {
      throw new ApiError(429, 'too-many', `${running} ${what} run already, the most at once`, {
        hint: 'ask again in a moment',
      });
    }
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
    }
  };
}
