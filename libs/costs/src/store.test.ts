import { writeFile } from 'node:fs/promises';
import { openDatabase } from '@hookline/db';
import { tempDir, testDatabase } from '@hookline/testing';
import { expect, test } from 'vitest';
import { knownPrices } from './known-prices.ts';
import { pricesFile } from './owner-file.ts';
import { PricesError, readPrices } from './price.ts';
import { loadPrices, pricesOf, replacePrices, versionOf } from './store.ts';

const own = {
  model: 'local-llama',
  from: '2026-01-01',
  inputPerMillion: 0,
  outputPerMillion: 0,
  source: 'our own machine',
};

test('a start brings our prices and those of the owner’s file; what the file no longer says is gone', async () => {
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  await using home = await tempDir();
  const file = pricesFile(home.path);

  await loadPrices(db, home.path);
  const before = await pricesOf(db);
  await writeFile(file, JSON.stringify({ prices: [own] }));
  await loadPrices(db, home.path);
  const after = await pricesOf(db);
  await replacePrices(db, 'owner', []);

  expect(before.owner).toEqual([]);
  expect(before.known).toHaveLength(knownPrices.length);
  expect(after.owner).toEqual(readPrices('the test', { prices: [own] }));
  expect(versionOf(after)).not.toBe(versionOf(before));
  expect(versionOf(await pricesOf(db))).toBe(versionOf(before));
});

test('a file that cannot be used is said, and the prices before stay', async () => {
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  await using home = await tempDir();
  await replacePrices(db, 'owner', readPrices('the test', { prices: [own] }));

  await writeFile(pricesFile(home.path), '{ "prices": [');
  await expect(loadPrices(db, home.path)).rejects.toThrow(PricesError);

  const table = await pricesOf(db);
  expect(table.owner).toHaveLength(1);
  expect(table.known).toHaveLength(knownPrices.length);
});
