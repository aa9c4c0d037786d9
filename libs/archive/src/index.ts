/** The log as files that outlive it: written from a log, checked, read and replayed without one. */
export { type ArchiveCheck, checkArchive } from './check-archive.ts';
export { eventsOfArchive } from './events-of-archive.ts';
export {
  coveredUntil,
  formats,
  type Manifest,
  manifestName,
  readManifest,
  type Segment,
  type SegmentFormat,
} from './manifest.ts';
export { bodiesOf, manifestOf, type ReadSegment, readSegments } from './read-segments.ts';
export type { ArchiveSource } from './source.ts';
export { ArchiveError, type ArchiveStore } from './store/archive-store.ts';
export { openStore } from './store/open-store.ts';
export { type WriteOptions, type Written, writeArchive } from './write-archive.ts';
