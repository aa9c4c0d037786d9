import { ApiError } from '@hookline/http';

const cancelled = '57014';

/** Runs a search; one that the database gave up on is answered as too wide, not as a fault. */
export async function withinTime<Result>(search: () => Promise<Result>): Promise<Result> {
  try {
    return await search();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === cancelled)) throw error;
    throw new ApiError(422, 'too-wide', 'the search took longer than 10 seconds and was given up', {
      hint: 'narrow it with since:7d, a project or a person, or a more telling word',
    });
  }
}
