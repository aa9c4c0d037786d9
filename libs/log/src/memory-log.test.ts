import { describeEventLog } from './event-log.contract.ts';
import { MemoryLog } from './memory-log.ts';

describeEventLog('MemoryLog', async () => {
  const log = new MemoryLog();
  return {
    log,
    expire: async (position) => log.expire(position),
    close: () => log[Symbol.asyncDispose](),
  };
});
