/** Real servers, folders, waiting and events for tests; what is opened is gone when disposed of. */
export { type EventuallyOptions, eventually } from './eventually.ts';
export { freePort } from './free-port.ts';
export { preparedFolder } from './prepared-folder.ts';
export { type Attributes, noonMs, type TellEvent, teller } from './tell-events.ts';
export { type TempDir, tempDir } from './temp-dir.ts';
export { type TestDatabase, type TestDatabaseOptions, testDatabase } from './test-database.ts';
export { startTestNats, type TestNats, type TestNatsOptions } from './test-nats.ts';
