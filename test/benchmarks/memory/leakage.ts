import { openDatabase } from '@hookline/db';
import { testDatabase } from '@hookline/testing';
import { fillScopes, findLeaks } from './leaks.ts';
import type { BenchPart } from './part.ts';

/** Whether anything is ever told in a scope that it does not hold in. */
export const part: BenchPart = {
  name: 'leakage',
  what: 'random recalls from random places: what is told that does not hold there',
  async run({ quick }) {
    await using database = await testDatabase();
    await using db = await openDatabase(database.url);
    const placed = await fillScopes(db, quick ? 600 : 3_000, 1);
    const { recalls, hits, leaked } = await findLeaks(db, placed, { recalls: quick ? 500 : 10_000, seed: 2 });
    return [
      {
        title: 'Leakage between scopes',
        columns: ['way', 'documents', 'scopes', 'recalls', 'hits', 'leaks'],
        rows: [['hookline recall', placed.size, new Set(placed.values()).size, recalls, hits, leaked.length]],
        goals: [{ what: 'leaks', figure: leaked.length, goal: 0, atLeast: false }],
        notes: leaked.slice(0, 10),
      },
    ];
  },
};
