import { expect, test } from 'vitest';
import { undoOf } from './undo.ts';

const proposed = {
  status: 'proposed',
  reason: 'needs-review',
  statement: 'npm test runs the tests',
  edited: false,
  pinned: false,
  scope: 'project:shop',
} as const;

test('what was proposed is proposed again', () => {
  expect(undoOf({ action: 'approve' }, proposed)).toEqual([{ action: 'restore' }]);
  expect(undoOf({ action: 'merge', into: 'mem_other' }, proposed)).toEqual([{ action: 'restore' }]);
});

test('an earlier word of a person is said again', () => {
  const approved = { ...proposed, status: 'active', reason: 'curated' } as const;

  expect(undoOf({ action: 'retire' }, approved)).toEqual([{ action: 'restore' }, { action: 'approve' }]);
  expect(undoOf({ action: 'restore' }, { ...approved, status: 'retired' })).toEqual([
    { action: 'restore' },
    { action: 'retire' },
  ]);
  const merged = { ...proposed, status: 'retired', reason: 'superseded', supersededBy: 'mem_other' } as const;
  expect(undoOf({ action: 'restore' }, merged)).toEqual([{ action: 'merge', into: 'mem_other' }]);
});

test('a pin also approves, so both are taken back', () => {
  expect(undoOf({ action: 'pin' }, proposed)).toEqual([{ action: 'unpin' }, { action: 'restore' }]);
});

test('it moves back to where it was', () => {
  expect(undoOf({ action: 'move', scope: 'team:payments' }, proposed)).toEqual([
    { action: 'move', scope: 'project:shop' },
  ]);
});

test('words that a person wrote do not turn back into those that were derived', () => {
  expect(undoOf({ action: 'edit', statement: 'new' }, proposed)).toBeUndefined();
  expect(undoOf({ action: 'edit', statement: 'new' }, { ...proposed, edited: true })).toEqual([
    { action: 'edit', statement: 'npm test runs the tests' },
  ]);
});
