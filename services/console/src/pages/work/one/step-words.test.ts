import { expect, test } from 'vitest';
import { stepWords } from './step-words.ts';

const step = { id: 's', position: 1, time: '2026-01-01T00:00:00Z', kind: 'work.progressed' };

test('a step says what its event has to say', () => {
  expect(stepWords({ ...step, worker: 'w', note: 'read 4 files', share: 0.5 })).toBe('50%\nread 4 files');
  expect(stepWords({ ...step, kind: 'work.cancelling', by: 'ada', reason: 'not wanted' })).toBe('by ada\nnot wanted');
  expect(stepWords({ ...step, kind: 'work.joined', outcome: 'any-failed', done: 2, failed: 1 })).toBe(
    'one failed: 2 done, 1 failed',
  );
  expect(stepWords({ ...step, kind: 'work.claimed', worker: 'w' })).toBe('');
});
