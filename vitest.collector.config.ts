import { defineConfig } from 'vitest/config';
import { reporting } from './vitest.reporting.ts';

/** Exports handed to a real OpenTelemetry Collector: `npm run test:collector`. */
export default defineConfig({
  test: {
    ...reporting,
    include: ['test/collector/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
});
