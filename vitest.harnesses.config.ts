import { defineConfig } from 'vitest/config';
import { reporting } from './vitest.reporting.ts';

/** The real harness programs from npm against a scripted model: `npm run test:harness`. */
export default defineConfig({
  test: {
    ...reporting,
    include: ['test/harnesses/**/*.harness.test.ts'],
    testTimeout: 600_000,
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 900_000,
    maxWorkers: 1,
  },
});
