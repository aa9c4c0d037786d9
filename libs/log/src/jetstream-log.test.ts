import { startTestNats, type TestNats } from '@hookline/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { afterAll, beforeAll } from 'vitest';
import { describeEventLog } from './event-log.contract.ts';
import { JetStreamLog } from './jetstream-log.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats[Symbol.asyncDispose]());

describeEventLog('JetStreamLog', async () => {
  const log = await JetStreamLog.open({ ...nats.connection });
  const manager = await jetstreamManager(log.connection);
  return {
    log,
    async expire(position) {
      await manager.streams.purge('EVT', { seq: position + 1 });
    },
    async close() {
      for (const stream of ['EVT', 'WORK', 'DLQ']) await manager.streams.delete(stream);
      await log[Symbol.asyncDispose]();
    },
  };
});
