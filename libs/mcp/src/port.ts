import type { MemoryCalls } from '@hookline/client';

/** What the tools need of the memory. A client of the SDK is one. */
export type MemoryPort = Pick<MemoryCalls, 'recall' | 'memory' | 'said' | 'whyMemory' | 'remember' | 'judge'>;

/** From where the tools are called. What is known here is not asked of the model, and cannot be chosen by it. */
export interface Whereabouts {
  /** The project's id. Without it each tool asks for one. */
  readonly project?: string | undefined;
  readonly session?: string | undefined;
  readonly actor?: string | undefined;
  /** Top folder of the repository: absolute paths below it are looked up relative to it. */
  readonly root?: string | undefined;
}
