/** Kept memories: folding them into tables, finding them again. */

export { indexMemories, indexSaid } from './find/index-memories.ts';
export { recall } from './find/recall.ts';
export type { Recalled, RecallHit, RecallRequest } from './find/request.ts';
export { digestOf, digestOfMemories, hashOfMemory } from './keep/digest.ts';
export { keepFigures } from './keep/figures.ts';
export { foldMemories, foldStale, type MemoryChange, type OnFolded } from './keep/fold-stale.ts';
export { forgetMemories } from './keep/forget.ts';
export { type OnObserved, observeNext, readFacts } from './keep/observe-next.ts';
export { type MemoryProgress, memoryConsumer, memoryProgress } from './keep/progress.ts';
export { beginRebuild, fitVersions, isRebuilding } from './keep/rebuild.ts';
export { readStanding } from './keep/standing.ts';
export { makeStale, takeBatch } from './keep/take-batch.ts';
export { tellLog } from './keep/tell.ts';
export { MemoriesUnsettledError, type MemoryVerification, verifyMemories } from './keep/verify.ts';
