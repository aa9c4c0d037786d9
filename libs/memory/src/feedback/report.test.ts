import { describe, expect, test } from 'vitest';
import type { Fact } from '../facts/fact.ts';
import { storyOf } from '../facts/story.ts';
import { quantile } from '../quantile.ts';
import { differenceOf } from './difference.ts';
import { figuresOf } from './figures.ts';
import { type ComparedSession, feedbackReport } from './report.ts';

const times = <Value>(count: number, of: (at: number) => Value): Value[] =>
  Array.from({ length: count }, (_, at) => of(at));
const session = (heldOut: boolean, failures: number): ComparedSession => ({
  heldOut,
  figures: { calls: 10, failures, rejections: 0 },
});

describe('a comparison', () => {
  test('says nothing while there are too few sessions on one side, however different they look', () => {
    const report = feedbackReport([...times(200, () => 0).map((n) => session(false, n)), session(true, 90)], []);

    expect(report.sessions).toEqual({ told: 200, heldOut: 1 });
    expect(report.measures[0]).toMatchObject({ verdict: 'too-few', told: { median: 0 }, heldOut: { median: 90 } });
    expect(report.measures[0]).not.toHaveProperty('interval');
    expect(report.measures[0]!.sentence).toContain('too few to tell: 200 told and 1 held-out');
  });

  test('sees a difference that chance does not explain, and none where there is none', () => {
    const told = times(60, (at) => session(false, at % 4));
    const fewer = feedbackReport([...told, ...times(30, (at) => session(true, 5 + (at % 4)))], []);
    const alike = feedbackReport([...told, ...times(30, (at) => session(true, at % 4))], []);

    expect(fewer.measures[0]).toMatchObject({ name: 'failures', verdict: 'less' });
    expect(fewer.measures[0]!.interval!.high).toBeLessThan(0);
    expect(alike.measures[0]).toMatchObject({ verdict: 'no-difference' });
  });

  test('leaves sessions out that do not have the figure', () => {
    const [, firstGreen] = feedbackReport(
      times(12, (at) => session(at % 2 === 0, 1)),
      [],
    ).measures;

    expect(firstGreen).toMatchObject({ told: { count: 0 }, heldOut: { count: 0 }, verdict: 'too-few' });
    expect(firstGreen!.told).not.toHaveProperty('median');
  });

  test('counts an injection once, whatever it held, and what was held back apart', () => {
    const use = { surface: 'prompt', heldOut: false, injection: 7, tokens: 40, outcome: 'helpful' } as const;
    const report = feedbackReport(
      [],
      [
        use,
        { ...use, outcome: 'ignored' },
        { ...use, injection: 9, outcome: 'harmful' },
        { ...use, injection: 11, heldOut: true },
      ],
    );

    expect(report.surfaces).toEqual([
      { surface: 'prompt', injections: 2, memories: 3, tokens: 80, helpful: 1, harmful: 1, ignored: 1, heldOut: 1 },
    ]);
  });
});

test('an interval follows from the values, not from their order, and holds the true difference', () => {
  const [a, b] = [times(40, (at) => at), times(50, (at) => at + 10)];
  const interval = differenceOf(a, b, { enough: 10 })!;

  expect(differenceOf(a.toReversed(), b.toReversed(), { enough: 10 })).toEqual(interval);
  expect(interval.low).toBeLessThanOrEqual(-15);
  expect(interval.high).toBeGreaterThanOrEqual(-15);
  expect([quantile([3, 1, 2], 0.5), quantile([4, 1, 2, 3], 0.5), quantile([], 0.5)]).toEqual([2, 2.5, undefined]);
});

test('the figures of a session are what its calls say', () => {
  let position = 0;
  const fact = (minute: number, body: object) =>
    ({
      eventId: `e${++position}`,
      position,
      session: 's',
      project: 'p',
      time: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`,
      order: String(position).padStart(4, '0'),
      agent: 'main',
      ...body,
    }) as Fact;
  const ran = (minute: number, command: string, outcome: string, more: object = {}) =>
    fact(minute, {
      type: 'call-ended',
      call: `c${position}`,
      tool: 'Bash',
      effects: [{ type: 'process.exec', object: command }],
      outcome,
      ...more,
    });

  const story = storyOf([
    fact(0, { type: 'session', what: 'started' }),
    ran(2, 'npm test', 'failed'),
    ran(3, 'git status', 'ok'),
    ran(4, 'rm -rf dist', 'denied', { by: 'person', call: 'no' }),
    fact(4, { type: 'permission', tool: 'Bash', call: 'no', decision: 'deny', by: 'person' }),
    ran(5, 'curl x', 'denied', { by: 'rule' }),
    fact(5, { type: 'used', input: 100, output: 7 }),
    ran(9, 'npm test', 'ok'),
    fact(9, { type: 'used', input: 200, output: 3 }),
  ])!;

  expect(figuresOf(story)).toEqual({
    calls: 5,
    failures: 1,
    rejections: 1,
    firstGreenMs: 9 * 60_000,
    tokens: 310,
  });
});
