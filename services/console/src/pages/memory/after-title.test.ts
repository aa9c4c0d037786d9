import { expect, test } from 'vitest';
import { afterTitle } from './after-title.ts';

test('what the title says already is not said twice', () => {
  expect(afterTitle('test: `npm test` (3 runs)', 'test: npm test')).toBe('(3 runs)');
  expect(afterTitle('edit .go → lint (51 of 52 passed)', 'edit .go → lint')).toBe('(51 of 52 passed)');
});

test('a statement in other words stays whole', () => {
  expect(afterTitle('Refused `rm`: "ask me"', 'Refused: Bash rm')).toBe('Refused `rm`: "ask me"');
  expect(afterTitle('Prices are Money', 'Prices are Money')).toBe('Prices are Money');
});
