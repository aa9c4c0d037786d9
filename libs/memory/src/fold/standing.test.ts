import { expect, test } from 'vitest';
import { standingOf, teamsOf } from './standing.ts';

const shop = 'github.com/acme/shop';
const at = (position: number) => ({ eventId: `event-${position}`, position, time: '2026-11-01T10:00:00.000Z' });

test('a team has a project by whichever of its names it was told', () => {
  const standing = standingOf([
    { ...at(1), type: 'team', team: 'web', projects: ['github.com/acme/shop-old'] },
    { ...at(2), type: 'team', team: 'payments', projects: [shop, 'github.com/acme/bank'] },
    { ...at(3), type: 'team', team: 'data', projects: ['github.com/acme/lake'] },
    { ...at(4), type: 'alias', alias: 'github.com/acme/shop-old', project: shop, undone: false },
  ]);

  expect(teamsOf(shop, standing)).toEqual(['payments', 'web']);
  expect(teamsOf('github.com/acme/shop-old', standing)).toEqual(['payments', 'web']);
  expect(teamsOf('github.com/acme/site', standing)).toEqual([]);
});
