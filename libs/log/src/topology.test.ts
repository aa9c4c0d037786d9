import { startTestNats } from '@hookline/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, nanos } from '@nats-io/transport-node';
import { expect, it } from 'vitest';
import { JetStreamLog } from './jetstream-log.ts';
import { driftOf, ensureTopology, streamSpecs, TopologyDriftError } from './topology.ts';

it('makes every stream once, also when several start at the same time', async () => {
  await using nats = await startTestNats();
  const client = await connect(nats.connection);
  const results = await Promise.all([1, 2, 3].map(() => ensureTopology(client)));
  expect(results.flatMap(({ drift }) => drift)).toEqual([]);
  expect(await ensureTopology(client)).toEqual({ created: [], drift: [] });
  const manager = await jetstreamManager(client);
  for (const spec of streamSpecs()) {
    const { config } = await manager.streams.info(spec.name);
    expect(driftOf(spec, config)).toEqual([]);
  }
  await client.close();
});

it('reports what differs and leaves it as it is', async () => {
  await using nats = await startTestNats();
  const client = await connect(nats.connection);
  await ensureTopology(client);
  const manager = await jetstreamManager(client);
  await manager.streams.update('EVT', { max_age: nanos(60_000), duplicate_window: nanos(30_000) });
  const { created, drift } = await ensureTopology(client);
  expect(created).toEqual([]);
  expect(drift).toEqual([
    { stream: 'EVT', field: 'max_age', found: 60_000_000_000, expected: nanos(30 * 86_400_000), breaking: false },
    { stream: 'EVT', field: 'duplicate_window', found: 30_000_000_000, expected: nanos(86_400_000), breaking: true },
  ]);
  expect((await manager.streams.info('EVT')).config.max_age).toBe(60_000_000_000);
  await expect(JetStreamLog.open({ ...nats.connection })).rejects.toThrow(TopologyDriftError);
  await client.close();
});

it('reserves no more than the embedded server has', () => {
  const reserved = streamSpecs().reduce((sum, { max_bytes = 0 }) => sum + max_bytes, 0);
  expect(reserved).toBeLessThan(40 * 1000 ** 3);
});
