import { tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { faultsOf, runStorm } from '../faults/storm.ts';

test('parts that are killed at random while hooks come in lose nothing, double nothing, and no hook notices', async () => {
  await using dir = await tempDir();

  const report = await runStorm({ home: dir.path, seed: 7, kills: 6, events: 300, perKillMs: 800 });

  expect(faultsOf(report), report.examples.join('\n')).toEqual([]);
  expect(Object.values(report.kills).reduce((sum, count) => sum + count, 0)).toBe(6);
  expect(report.logged).toBeGreaterThanOrEqual(300);
}, 180_000);
