export { FolderBodyStore } from './bodies/folder-body-store.ts';
export { type BodyLimits, type BodyPlan, isBodyRef, planBodies } from './bodies/plan-bodies.ts';
export { inlineBodies, readBody, stringBytesMax, withBodies } from './bodies/with-bodies.ts';
export type { ConnectOptions, LogLogger } from './broker/connection.ts';
export { eventBytesMax, storedBytes } from './encode.ts';
export {
  EventTooLargeError,
  LogRejectedError,
  LogReplacedError,
  LogUnavailableError,
  PositionGoneError,
} from './errors.ts';
export type { Appended, BodyStore, EventLog, LogHead, ReadOptions } from './event-log.ts';
export type { LogHealth, StreamHealth } from './health.ts';
export { JetStreamLog, type JetStreamLogOptions } from './jetstream-log.ts';
export { MemoryLog } from './memory-log.ts';
export { faultOfSubject, type Signal, signalBytesMax, signalPrefix } from './signals.ts';
export { type Drift, ensureTopology, streamSpecs, TopologyDriftError, type TopologySettings } from './topology.ts';
export { type TakenWork, type TakeOptions, WorkDispatch, type WorkOffer } from './work.ts';
