import { expect, test } from 'vitest';
import type { Memory } from '../../../api/memory.ts';
import { differenceOf } from './difference.ts';

const memory = {
  kind: 'command',
  title: 'test: npm test',
  statement: 'test: `npm test` (2 runs)',
  status: 'proposed',
  reason: 'too-little-support',
  scope: 'project:shop',
  support: { events: 2, sessions: 2, actors: 1 },
  contradicted: 0,
  confidence: 0.5,
  helpful: 0,
  harmful: 0,
  ignored: 0,
  pinned: false,
  details: { runs: 2, lastOutcomes: [true, true], instead: { command: 'a' } },
} as unknown as Memory;

test('what did not change is not told', () => {
  expect(differenceOf(memory, memory)).toEqual([]);
});

test('fields come before what the kind says, each with both values', () => {
  const later: Memory = {
    ...memory,
    status: 'active',
    reason: 'support',
    details: { runs: 3, lastOutcomes: [true, true], instead: { command: 'b' }, p90Ms: 20 },
  };

  expect(differenceOf(memory, later)).toEqual([
    {
      name: 'Status',
      before: 'proposed: not seen often enough yet',
      after: 'active: seen often enough to hold by itself',
    },
    { name: 'runs', before: '2', after: '3' },
    { name: 'instead command', before: 'a', after: 'b' },
    { name: 'p90Ms', before: '', after: '20' },
  ]);
});

test('of a list of entries the last is told, with how many there are', () => {
  const entries = (...names: string[]) => ({ claims: names.map((statement) => ({ statement, by: 'person' })) });

  const changed = differenceOf({ ...memory, details: entries('a') }, { ...memory, details: entries('a', 'b') });

  expect(changed).toEqual([{ name: 'claims', before: '1, the last: a, person', after: '2, the last: b, person' }]);
});
