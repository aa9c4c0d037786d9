import { setImmediate as tick } from 'node:timers/promises';
import { eventually, startTestNats } from '@hookline/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogReplacedError, LogUnavailableError } from './errors.ts';
import { JetStreamLog } from './jetstream-log.ts';
import { MemoryLog } from './memory-log.ts';
import { plainEvent, plainEvents } from './testing/arbitrary-events.ts';
import { collect } from './testing/collect.ts';

describe('JetStreamLog, when the broker dies', () => {
  it('loses nothing and stores nothing twice while the server is killed under load', async () => {
    await using nats = await startTestNats();
    await using log = await JetStreamLog.open({ ...nats.connection, appendTimeoutMs: 120_000 });
    const batches = Array.from({ length: 120 }, (_, batch) => plainEvents(batch % 3 === 0 ? 1 : 40, `b${batch}-`));
    const expected = batches.flat().length;
    const reading = collect(log, 0, expected);
    let done = 0;
    const writer = async (queue: typeof batches): Promise<void> => {
      for (let batch = queue.shift(); batch; batch = queue.shift()) {
        const appended = await log.append(batch);
        expect(appended.map(({ id }) => id)).toEqual(batch.map(({ id }) => id));
        done++;
      }
    };
    const writing = Promise.all(Array.from({ length: 4 }, () => writer(batches)));
    for (const from of [10, 45, 80]) {
      await eventually(() => done >= from, { timeoutMs: 60_000 });
      await nats.crash();
    }
    await writing;
    const found = await reading;
    expect(new Set(found.map(({ event }) => event.id)).size).toBe(expected);
    expect(found.map(({ position }) => position)).toEqual(Array.from({ length: expected }, (_, i) => i + 1));
  });

  it('goes on reading where it was, while it waits and while it is behind', async () => {
    await using nats = await startTestNats();
    await using log = await JetStreamLog.open({ ...nats.connection });
    await log.append(plainEvents(300));
    const stopping = new AbortController();
    const positions: number[] = [];
    const reading = (async () => {
      for await (const batch of log.read(0, { signal: stopping.signal, batchSizeMax: 50 })) {
        positions.push(...batch.map(({ position }) => position));
        if (positions.length === 100) await nats.crash();
      }
    })();
    await eventually(() => positions.length === 300);
    await nats.crash();
    await log.append(plainEvents(10, 'after'));
    await eventually(() => positions.length === 310);
    stopping.abort();
    await reading;
    expect(positions).toEqual(Array.from({ length: 310 }, (_, i) => i + 1));
  });

  it('says that nothing is known when the server stays away, and takes the same batch later', async () => {
    await using nats = await startTestNats();
    await using log = await JetStreamLog.open({ ...nats.connection, appendTimeoutMs: 1500 });
    process.kill(nats.pid!, 'SIGSTOP');
    const { pid } = nats;
    try {
      await expect(log.append(plainEvents(5))).rejects.toThrow(LogUnavailableError);
      const aborted = log.append(plainEvents(5), { signal: AbortSignal.timeout(200) });
      await expect(aborted).rejects.toMatchObject({ name: 'TimeoutError' });
    } finally {
      process.kill(pid!, 'SIGCONT');
    }
    const appended = await eventually(() => log.append(plainEvents(5)));
    expect(appended.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
  });

  it('does what MemoryLog does, under random appends, reads and kills', async () => {
    await using nats = await startTestNats();
    const id = fc.integer({ min: 0, max: 60 }).map((n) => `id ${n}`);
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ append: fc.array(id, { maxLength: 12 }) }) },
      { weight: 3, arbitrary: fc.record({ readFrom: fc.nat(60) }) },
      { weight: 1, arbitrary: fc.constantFrom('crash' as const, 'reopen' as const) },
    );
    const open = (): Promise<JetStreamLog> => JetStreamLog.open({ ...nats.connection });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const model = new MemoryLog();
        let log = await open();
        try {
          for (const doing of steps) {
            if (doing === 'crash') await nats.crash();
            else if (doing === 'reopen') {
              await log[Symbol.asyncDispose]();
              log = await open();
            } else if ('append' in doing) {
              const events = doing.append.map((each) => plainEvent(each));
              expect(await log.append(events)).toEqual(await model.append(events));
            } else {
              const { last } = await model.head();
              const from = Math.min(doing.readFrom, last);
              expect(idsAt(await collect(log, from))).toEqual(idsAt(await collect(model, from)));
            }
          }
          expect(idsAt(await collect(log, 0))).toEqual(idsAt(await collect(model, 0)));
        } finally {
          await forget(log);
          await log[Symbol.asyncDispose]();
        }
      }),
      { numRuns: 15, interruptAfterTimeLimit: 40_000 },
    );
  }, 120_000);
});

describe('JetStreamLog, when the log is not what it was', () => {
  it('stops a reader whose stream was made anew', async () => {
    await using nats = await startTestNats();
    await using log = await JetStreamLog.open({ ...nats.connection });
    await log.append(plainEvents(10));
    const { identity } = await log.head();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const batch of log.read(0, { signal: new AbortController().signal })) {
        seen.push(...batch.map(({ position }) => position));
      }
    })();
    const stopped = expect(reading).rejects.toThrow(LogReplacedError);
    await eventually(() => seen.length === 10);
    await forget(log);
    await using again = await JetStreamLog.open({ ...nats.connection });
    await again.append(plainEvents(20, 'other'));
    await stopped;
    expect(seen).toHaveLength(10);
    await expect(collect(again, 5, 1, { identity })).rejects.toThrow(LogReplacedError);
  });

  it('reports back-pressure as unavailable and takes the events once there is room', async () => {
    await using nats = await startTestNats();
    const topology = { eventsBytesMax: 200_000 };
    await using log = await JetStreamLog.open({ ...nats.connection, topology });
    await using hasty = await JetStreamLog.open({ ...nats.connection, topology, appendTimeoutMs: 600 });
    const big = plainEvents(3).map((event) => ({ ...event, data: { text: 'x'.repeat(90_000) } }));
    await expect(hasty.append(big)).rejects.toThrow(LogUnavailableError);
    expect(await log.head()).toMatchObject({ last: 0 });
    await log.append(big.slice(0, 2));
    const manager = await jetstreamManager(log.connection);
    const waiting = log.append(big.slice(2));
    await tick();
    await manager.streams.purge('EVT', { seq: 2 });
    expect(await waiting).toMatchObject([{ stored: true, position: 3 }]);
  });

  it('says in its health what is wrong', async () => {
    await using nats = await startTestNats();
    await using log = await JetStreamLog.open({ ...nats.connection, topology: { eventsBytesMax: 100_000 } });
    await log.append(plainEvents(5));
    expect(await log.health()).toMatchObject({ ok: true, detail: undefined, connection: 'up', stream: { events: 5 } });
    const manager = await jetstreamManager(log.connection);
    await manager.streams.deleteMessage('EVT', 3);
    expect(await log.health()).toMatchObject({
      ok: true,
      detail: expect.stringContaining('misses 1'),
      stream: { deleted: 1 },
    });
    await log.append([plainEvent('big', { text: 'x'.repeat(95_000) })]);
    expect(await log.health()).toMatchObject({ ok: false, detail: expect.stringContaining('of at most 100000 bytes') });
    await nats.stop();
    await eventually(async () => (await log.health()).connection === 'down');
    expect(await log.health()).toMatchObject({ ok: false, stream: undefined });
  });
});

const idsAt = (events: Awaited<ReturnType<typeof collect>>): [number, string][] =>
  events.map(({ position, event }) => [position, event.id]);

async function forget(log: JetStreamLog): Promise<void> {
  const manager = await jetstreamManager(log.connection);
  for (const stream of ['EVT', 'WORK', 'DLQ']) await manager.streams.delete(stream);
}
