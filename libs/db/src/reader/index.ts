export { ensureReader } from './ensure-reader.ts';
export { ReaderBusyError, ReaderUnsafeError, StatementTimeoutError, StatementTooLargeError } from './errors.ts';
export { type Answer, type AnswerColumn, openReader, type Reader, type ReadLimits } from './open-reader.ts';
export { grantToReader, type PrepareReader, prepareReader, readerRole, readerSchema } from './prepare-reader.ts';
