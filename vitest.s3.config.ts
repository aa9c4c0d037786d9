import { defineConfig } from 'vitest/config';
import { reporting } from './vitest.reporting.ts';

/** Archives in a real store that speaks S3: `npm run test:s3`. */
export default defineConfig({
  test: {
    ...reporting,
    include: ['test/s3/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
