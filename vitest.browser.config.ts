import { defineConfig } from 'vitest/config';
import { reporting } from './vitest.reporting.ts';

/** The console in real Chromium: `npm run test:browser`. */
export default defineConfig({
  test: {
    ...reporting,
    include: ['test/browser/**/*.browser.test.ts'],
    testTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 180_000,
    maxWorkers: 1,
  },
});
