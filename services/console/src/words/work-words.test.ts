import { expect, test } from 'vitest';
import type { WorkItem } from '../api/work.ts';
import { byReason, childrenText, itemTitle } from './work-words.ts';

const dead = (id: string, error: string | null) => ({ id, state: 'dead', error }) as WorkItem;

test('an item is called by the first line of what it asks for', () => {
  expect(itemTitle({ id: 'i', payload: { prompt: '\n  Review the cart \nwith care', queue: 1 } })).toBe(
    'Review the cart',
  );
  expect(itemTitle({ id: 'i', payload: 'Run the tests' })).toBe('Run the tests');
  expect(itemTitle({ id: 'i', payload: { path: 'src' } })).toBe('{"path":"src"}');
  expect(itemTitle({ id: '0123456789abcdef', payload: {} })).toBe('Item 0123456789ab');
});

test('dead items are told by their reason, however it is numbered', () => {
  const groups = byReason([
    dead('a', 'exit code 3 after 20 s'),
    dead('b', 'the harness is not there'),
    dead('c', 'exit code 1 after 7 s\nand more'),
    dead('d', null),
  ]);

  expect(groups.map(({ reason, items }) => [reason, items.map(({ id }) => id)])).toEqual([
    ['exit code 3 after 20 s', ['a', 'c']],
    ['No reason was told', ['d']],
    ['the harness is not there', ['b']],
  ]);
});

test('children are counted by how they stand', () => {
  const states = ['completed', 'dead', 'completed', 'claimed'] as const;
  expect(childrenText(states.map((state) => ({ state })))).toBe('1 claimed, 2 completed, 1 dead');
});
