import { defineConfig } from 'vitest/config';
import { reporting } from './vitest.reporting.ts';

/** Parquet files read by a real DuckDB from npm, and by pandas where Python has it: `npm run test:duckdb`. */
export default defineConfig({
  test: {
    ...reporting,
    include: ['test/duckdb/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 900_000,
    maxWorkers: 1,
  },
});
