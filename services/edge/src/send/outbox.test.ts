import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Outbox, type OutboxParts, type Step } from './outbox.ts';

interface Named extends Step {
  readonly name: string;
}

const step = (name: string, count: number): Named => ({
  name,
  events: Array.from({ length: count }, (_, index) => ({ id: `${name}${index}`, json: `${name}${index}` })),
});

/** Runs an outbox over steps until all are settled; says what was sent in which batches, and what was settled. */
async function run(steps: Named[], parts: Partial<OutboxParts<Named>> = {}) {
  const stop = new AbortController();
  const batches: string[][] = [];
  const settled: string[] = [];
  const troubles: unknown[] = [];
  const outbox = new Outbox<Named>({
    send: async (events) => {
      batches.push(events.map(({ id }) => id));
      return events.map(() => ({ status: 'stored' }));
    },
    settle: ({ step: { name }, refused }) => settled.push([name, ...refused.map(({ reason }) => reason)].join(' ')),
    waitMs: () => 1,
    onTrouble: (error) => troubles.push(error),
    ...parts,
  });
  for (const one of steps) await outbox.push(one, stop.signal);
  const running = outbox.run(stop.signal);
  while (!outbox.isEmpty) await turn();
  stop.abort();
  await running;
  return { batches, settled, troubles };
}

test('what waits goes together, at most 500 events at once, and settles in order', async () => {
  const { batches, settled } = await run([step('a', 2), step('b', 0), step('c', 700), step('d', 1)]);

  expect(batches.map(({ length }) => length)).toEqual([500, 203]);
  expect(batches.flat().slice(0, 3)).toEqual(['a0', 'a1', 'c0']);
  expect(settled).toEqual(['a', 'b', 'c', 'd']);
});

test('a failure sends the same events again, and settles nothing before', async () => {
  const seen: string[][] = [];
  const { settled, troubles } = await run([step('a', 2)], {
    send: async (events) => {
      seen.push(events.map(({ id }) => id));
      if (seen.length < 3) throw new Error('away');
      return events.map(() => ({ status: 'stored' }));
    },
  });

  expect(seen).toEqual([
    ['a0', 'a1'],
    ['a0', 'a1'],
    ['a0', 'a1'],
  ]);
  expect(settled).toEqual(['a']);
  expect(troubles).toHaveLength(2);
});

test('a refused event settles with its reason, the others of its step with it', async () => {
  const { settled } = await run([step('a', 2), step('b', 1)], {
    send: async (events) =>
      events.map(({ id }) => (id === 'a1' ? { status: 'invalid', refused: 'no' } : { status: 'stored' })),
  });

  expect(settled).toEqual(['a no', 'b']);
});

test('settling that fails is tried again without sending again', async () => {
  const { batches, troubles } = await run([step('a', 1), step('b', 1)], {
    settle: (() => {
      let failures = 0;
      return () => {
        failures += 1;
        if (failures === 2) throw new Error('disk full');
      };
    })(),
  });

  expect(batches).toEqual([['a0', 'b0']]);
  expect(troubles).toHaveLength(1);
});
