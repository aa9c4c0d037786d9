/** Real servers, folders and waiting for tests; everything is gone when disposed of. */
export { type EventuallyOptions, eventually } from './eventually.ts';
export { type TempDir, tempDir } from './temp-dir.ts';
export { type TestDatabase, type TestDatabaseOptions, testDatabase } from './test-database.ts';
export { startTestNats, type TestNats, type TestNatsOptions } from './test-nats.ts';
