import { expect, test } from 'vitest';
import type { FeedbackReport, Measure } from '../../../api/memory-reports.ts';
import { answerOf, signedText, valueText } from './measures.ts';

const measured = (name: Measure['name'], verdict: Measure['verdict']): Measure => ({
  name,
  label: '',
  unit: 'count',
  told: { count: 0 },
  heldOut: { count: 0 },
  verdict,
  sentence: '',
});
const report = (told: number, heldOut: number, ...measures: Measure[]): FeedbackReport => ({
  sessions: { told, heldOut },
  enough: 10,
  measures,
  surfaces: [],
});

test('few sessions are not made into an answer', () => {
  expect(answerOf(report(0, 0))).toBe('0 sessions told, 0 sessions held out: there is nothing to compare yet.');
  expect(answerOf(report(9, 1, measured('failures', 'too-few')))).toBe(
    '9 sessions told, 1 session held out: too few to tell whether it helped. It takes 10 sessions of each that have a figure.',
  );
});

test('less and more are told together', () => {
  const mixed = report(90, 12, measured('failures', 'less'), measured('tokens', 'more'), measured('calls', 'too-few'));

  expect(answerOf(mixed)).toBe(
    '90 sessions told, 12 sessions held out. Those that were told had less in failures per session, and more in tokens per session.',
  );
});

test('what chance could have made is not called a difference', () => {
  expect(answerOf(report(90, 12, measured('failures', 'no-difference')))).toContain('no difference is seen');
});

test('values are told in their unit, differences with their sign', () => {
  expect([
    valueText(0.4166, 'count'),
    valueText(3, 'count'),
    valueText(90_000, 'ms'),
    valueText(12_300, 'tokens'),
  ]).toEqual(['0.42', '3', '1 min 30 s', '12.3K']);
  expect([signedText(-1.5, 'count'), signedText(2, 'count'), signedText(0, 'count')]).toEqual(['−1.50', '+2', '0']);
});
