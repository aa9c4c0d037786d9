export { allOf } from './all-of.ts';
export { archive, ensurePartitions } from './archive.ts';
export { type BulkColumn, selectUnnested, textArray, unnest } from './bulk.ts';
export {
  advanceCheckpoint,
  type Checkpoint,
  CheckpointMovedError,
  checkLog,
  LogChangedError,
  lockCheckpoint,
  readCheckpoint,
} from './checkpoints.ts';
export type { DatabaseOptions } from './connection.ts';
export { canonicalJson, contentHash } from './content-hash.ts';
export { type Database, notify, openDatabase, type Trx } from './database.ts';
export { type Moment, type MomentRange, rangeUpTo } from './moment.ts';
export {
  type ArchiveFilter,
  archiveRange,
  findEvent,
  readArchive,
  readSession,
  type SessionCursor,
} from './read-archive.ts';
export { archivist, readHistory } from './read-history.ts';
export {
  type Answer,
  type AnswerColumn,
  ensureReader,
  grantToReader,
  openReader,
  type PrepareReader,
  prepareReader,
  type Reader,
  ReaderBusyError,
  ReaderUnsafeError,
  type ReadLimits,
  readerRole,
  readerSchema,
  StatementTimeoutError,
  StatementTooLargeError,
} from './reader/index.ts';
export { pause, type RetryOptions, retrying } from './retrying.ts';
export { inSavepoint } from './savepoint.ts';
export { ownersOf, toldOfSessions } from './session-owner.ts';
export type { FiringMatch, RuleChecks } from './tables/engine.ts';
export type { WorkFollowUp, WorkJoin } from './tables/work.ts';
export type { Tables } from './tables.ts';
export { isDataError, isTransient } from './transient.ts';
export { type Finding, type Verification, verifyArchive } from './verify-archive.ts';
export { WrongDatabaseVersionError } from './version.ts';
export { projectedChannel, waitForPosition } from './wait-for-position.ts';
