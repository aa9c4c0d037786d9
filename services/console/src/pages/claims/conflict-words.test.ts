import { expect, test } from 'vitest';
import type { ConflictSide } from '../../api/claims.ts';
import { conflictWords } from './conflict-words.ts';

const side = (branch: string | null): ConflictSide => ({
  session: 's',
  position: 1,
  time: '2026-01-01T00:00:00Z',
  branch,
});

test('a conflict says whether both write into the same folder, and what follows from that', () => {
  const sides = [side('main'), side('cart')];
  expect(conflictWords({ why: 'both-wrote', sameFolder: true, sides })).toMatch(/same folder.*overwrite/);
  expect(conflictWords({ why: 'both-wrote', sameFolder: false, sides })).toMatch(/different folders.*merged/);
  expect(conflictWords({ why: 'claimed', sameFolder: false, sides: [side('main'), side('main')] })).toMatch(
    /^One wrote what the other claims.*same branch/,
  );
  expect(conflictWords({ why: 'both-wrote', sameFolder: false, sides: [side(null), side(null)] })).not.toMatch(
    /branch/,
  );
});
