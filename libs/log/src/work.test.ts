import { eventually, startTestNats } from '@hookline/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { expect, it } from 'vitest';
import { JetStreamLog } from './jetstream-log.ts';
import { WorkDispatch } from './work.ts';

const { signal } = new AbortController();

it('gives every offer to one taker, once', async () => {
  await using nats = await startTestNats();
  await using log = await JetStreamLog.open({ ...nats.connection });
  const work = new WorkDispatch(log.connection);
  const items = Array.from({ length: 20 }, (_, index) => `item-${index}`);
  for (const item of items) {
    expect(await work.offerWork({ queue: 'review', item, msgId: `${item}:1`, payload: { item } })).toEqual({
      stored: true,
    });
  }
  expect(await work.offerWork({ queue: 'review', item: 'item-0', msgId: 'item-0:1', payload: {} })).toEqual({
    stored: false,
  });
  const taken: unknown[] = [];
  const taker = async (): Promise<void> => {
    const mine = new WorkDispatch(log.connection);
    for (;;) {
      const next = await mine.takeWork('review', { signal, waitMs: 1000 });
      if (!next) return;
      taken.push(next.item);
    }
  };
  await Promise.all([taker(), taker()]);
  expect(taken.toSorted()).toEqual(items.toSorted());
  const { state } = await (await jetstreamManager(log.connection)).streams.info('WORK');
  expect(state.messages).toBe(0);
});

it('wakes a taker that waits, and lets it go when the signal aborts', async () => {
  await using nats = await startTestNats();
  await using log = await JetStreamLog.open({ ...nats.connection });
  const work = new WorkDispatch(log.connection);
  const waiting = work.takeWork('q', { signal, waitMs: 20_000 });
  await work.offerWork({ queue: 'q', item: 'a', msgId: 'a:1', payload: 1 });
  await work.offerWork({ queue: 'other', item: 'b', msgId: 'b:1', payload: 2 });
  expect(await waiting).toEqual({ queue: 'q', item: 'a', payload: 1 });
  const stopping = new AbortController();
  const stopped = work.takeWork('q', { signal: stopping.signal, waitMs: 20_000 });
  await eventually(() => true);
  stopping.abort();
  expect(await stopped).toBeUndefined();
});

it('offers and takes again after the broker was killed', async () => {
  await using nats = await startTestNats();
  await using log = await JetStreamLog.open({ ...nats.connection });
  const work = new WorkDispatch(log.connection);
  await work.offerWork({ queue: 'q', item: 'a', msgId: 'a:1', payload: 1 });
  await nats.crash();
  const taken = await eventually(() => work.takeWork('q', { signal, waitMs: 1000 }));
  expect(taken).toMatchObject({ item: 'a' });
});

it('refuses names that are no tokens', async () => {
  await using nats = await startTestNats();
  await using log = await JetStreamLog.open({ ...nats.connection });
  const offer = new WorkDispatch(log.connection).offerWork({ queue: 'a.b', item: 'x', msgId: 'x', payload: 0 });
  await expect(offer).rejects.toThrow('work queue is "a.b", expected');
});
