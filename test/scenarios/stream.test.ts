import { type CloudEvent, newEvent } from '@hookline/schemas';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBus, type TestBus } from './support/bus.ts';

let bus: TestBus;
beforeAll(async () => {
  bus = await startBus();
});
afterAll(async () => bus[Symbol.asyncDispose]());

test('a stream gives what was there and what comes, filtered, and is resumed by position', async () => {
  await bus.client.publish([titled(1), ended(2)]);
  const seen = positions({ after: 0, until: 4, kind: 'session.titled' });

  await bus.client.publish([ended(3), titled(4)]);

  expect(await seen).toEqual([1, 4]);
  expect(await positions({ after: 1, until: 4 })).toEqual([2, 3, 4]);
});

test('`tail` prints each event on a line of JSON', async () => {
  const tailed = await bus.hookline('tail', '--from', '2', '--until', '4', '--json');

  expect(
    tailed.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).position),
  ).toEqual([2, 3, 4]);
});

async function positions(options: { after: number; until: number; kind?: string }): Promise<number[]> {
  const seen: number[] = [];
  for await (const { position } of bus.client.events({ ...options, signal: AbortSignal.timeout(20_000) })) {
    seen.push(position);
  }
  return seen;
}

const attributes = (index: number) => ({
  id: `stream-${index}`,
  source: 'urn:hookline:test:api',
  time: new Date(1_795_000_000_000 + index).toISOString(),
  origin: 'api' as const,
  session: 'test:stream',
});

function titled(index: number): CloudEvent {
  return newEvent({ ...attributes(index), kind: 'session.titled', data: { title: `title ${index}` } });
}

function ended(index: number): CloudEvent {
  return newEvent({ ...attributes(index), kind: 'session.ended', data: { reason: 'other' } });
}
