/** Kept memories: folding them into tables, finding them again. */

export { digestOfMemories } from './keep/digest.ts';
export { foldMemories, foldStale, type MemoryChange, type OnFolded } from './keep/fold-stale.ts';
export { forgetMemories } from './keep/forget.ts';
export { type OnObserved, observeNext, readFacts } from './keep/observe-next.ts';
export { type MemoryProgress, memoryConsumer, memoryProgress } from './keep/progress.ts';
export { beginRebuild, fitVersions, isRebuilding } from './keep/rebuild.ts';
export { readStanding } from './keep/standing.ts';
export { makeStale, takeBatch } from './keep/take-batch.ts';
export { tellLog } from './keep/tell.ts';
