import type { Adapter } from './adapter.ts';
import { claudeCode } from './claude-code/adapter.ts';

/** Every harness this build can translate. Their states are JSON that only they read. */
export const harnesses: readonly Adapter<unknown>[] = [claudeCode as Adapter<unknown>];

/** The adapter of that harness, or undefined when this build has none. */
export function findHarness(name: string): Adapter<unknown> | undefined {
  return harnesses.find((adapter) => adapter.harness === name);
}
