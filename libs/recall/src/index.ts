/** Kept memories: folding them into tables, finding them again. */

export {
  knownSubjects,
  type RecentSession,
  recentSessions,
  sessionFacts,
  tokensSince,
  wasExtracted,
} from './extract/reading.ts';
export { type Extensions, extensionsOf, type Missing, prepareRecall } from './find/extensions.ts';
export { fitRecall } from './find/fit-index.ts';
export { forgetSaid } from './find/forget-said.ts';
export { indexMemories, indexSaid } from './find/index-memories.ts';
export { dropVectors, embedNext } from './find/keep-vectors.ts';
export { type EmbeddingsEndpoint, type Meaning, meaningFrom } from './find/meaning.ts';
export { type PlaceAsked, placeOf, type RecallPlace } from './find/place.ts';
export { recall } from './find/recall.ts';
export type { Recalled, RecallHit, RecallRequest } from './find/request.ts';
export { digestOf, digestOfMemories, hashOfMemory } from './keep/digest.ts';
export { keepFigures } from './keep/figures.ts';
export { foldStale, type MemoryChange, type OnFolded } from './keep/fold-stale.ts';
export { forgetMemories } from './keep/forget.ts';
export { type OnObserved, observeNext, readFacts } from './keep/observe-next.ts';
export { type MemoryProgress, memoryConsumer, memoryProgress } from './keep/progress.ts';
export { beginRebuild, fitVersions, isRebuilding } from './keep/rebuild.ts';
export { isCounting, readStanding } from './keep/standing.ts';
export { makeStale, takeBatch } from './keep/take-batch.ts';
export { tellLog } from './keep/tell.ts';
export { MemoriesUnsettledError, type MemoryVerification, verifyMemories } from './keep/verify.ts';
export { type PackOf, readPack } from './pack/read-pack.ts';
export { type Affected, type AffectedMemory, affectedBy, type Origin } from './read/affected.ts';
export { believedAt, TooMuchToFoldError } from './read/believed-at.ts';
export { type MemoryConflict, readConflicts } from './read/conflicts.ts';
export { diffOf, type MemoryDiff } from './read/diff.ts';
export { readFeedback } from './read/feedback.ts';
export { findMemory, lastDecisions, type MemoryFound } from './read/find.ts';
export { likelyFiles } from './read/likely-files.ts';
export { countMemories, listMemories, type MemoryCounts, type MemoryFilter } from './read/list.ts';
export type { MemoryReader } from './read/reader.ts';
export { readSaid, type SaidEvent } from './read/said.ts';
export { type SimilarMemory, similarTo } from './read/similar.ts';
export { type Publication, readPublications, readTrials } from './read/skills.ts';
export { type Telling, type ToldMemory, toldIn } from './read/told-in.ts';
export { type EvidenceItem, type MemoryReasons, reasonsOf, type Showing } from './read/why.ts';
