import type { BenchPart } from './part.ts';

/** Every part by name. Each is loaded only when it runs, so that one which fails to load takes no other with it. */
export const parts: Readonly<Record<string, () => Promise<{ readonly part: BenchPart }>>> = {
  locomo: () => import('./locomo.ts'),
  commands: () => import('./commands.ts'),
  pitfalls: () => import('./pitfalls.ts'),
  remedies: () => import('./remedies.ts'),
  violations: () => import('./violations.ts'),
  latency: () => import('./latency.ts'),
  leakage: () => import('./leakage.ts'),
  tokens: () => import('./tokens.ts'),
  'next-file': () => import('./next-file.ts'),
  'prompt-files': () => import('./prompt-files.ts'),
  'co-change': () => import('./co-change.ts'),
  supersession: () => import('./supersession.ts'),
  junk: () => import('./junk.ts'),
  rebuild: () => import('./rebuild.ts'),
};
