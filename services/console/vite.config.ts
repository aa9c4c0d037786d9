import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';

/** How the console is built and, while one works on it, served with its API calls passed on to a running bus. */
const options: InlineConfig = {
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    target: 'es2023',
    emptyOutDir: true,
    reportCompressedSize: false,
    // Fonts and pictures stay files: the content security policy allows nothing from a data: address but pictures.
    assetsInlineLimit: 0,
    // The polyfill would be an inline script in old browsers, which the policy forbids; ours know modules.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Each page is a file of its own; what pages share is one beside them, not thirty. Diffs come where one is shown.
          groups: [{ name: 'shared', test: /\/console\/src\/(api|app|words|parts\/(?!diff|chart))/, minShareCount: 2 }],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/v1', '/login'].map((path) => [
        path,
        { target: process.env.HOOKLINE_URL ?? 'http://127.0.0.1:4680', changeOrigin: true },
      ]),
    ),
  },
};

export default options;
