import { openDatabase } from '@hookline/db';
import { testDatabase } from '@hookline/testing';
import { expect, test } from 'vitest';
import { answersIn, fillElsewhere, fillScopes, findLeaks } from '../benchmarks/memory/leaks.ts';

test('10,000 recalls from random places are told nothing that does not hold there', { timeout: 180_000 }, async () => {
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  const placed = await fillScopes(db, 500, 1);

  const { recalls, hits, leaked } = await findLeaks(db, placed, { recalls: 10_000, seed: 2 });

  expect(leaked).toEqual([]);
  expect(recalls).toBe(10_000);
  // They do find: a recall that finds nothing leaks nothing.
  expect(hits).toBeGreaterThan(50_000);
});

test('what other projects hold changes neither what is found nor how it is scored', async () => {
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  await fillScopes(db, 600, 1);

  const before = await answersIn(db, 'git.example/team/p3', 150);
  await fillElsewhere(db, 'git.example/team/p4', 600);
  const after = await answersIn(db, 'git.example/team/p3', 150);

  expect(after).toEqual(before);
  expect(before.filter((answer) => JSON.parse(answer).hits.length > 0).length).toBeGreaterThan(50);
});
