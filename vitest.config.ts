import { defineConfig } from 'vitest/config';
import { reporting } from './vitest.reporting.ts';

export default defineConfig({
  test: {
    ...reporting,
    include: ['schemas/**/*.test.ts', 'libs/**/*.test.ts', 'services/**/*.test.ts', 'test/scenarios/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.browser.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
