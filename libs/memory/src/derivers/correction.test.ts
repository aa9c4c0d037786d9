import { expect, test } from 'vitest';
import { asked, deriveFrom, tellDays } from '../testing/story.ts';
import { correction } from './correction.ts';

test('a prompt after the first that takes something back is proposed, for that person', () => {
  const memories = deriveFrom(
    correction,
    tellDays([asked('no mocks in tests please'), asked("no, don't mock the database, use the real one")]),
  );
  expect(memories).toMatchObject([
    {
      status: 'proposed',
      reason: 'needs-review',
      scope: 'person:ann@github.com/acme/shop',
      statement: 'Corrected: "no, don\'t mock the database, use the real one" (1 session, last 2026-11-01)',
    },
  ]);
});

test.each(['yes, go on', 'no', 'nobody uses this file', 'please add a test', `no ${'very '.repeat(200)}long`])(
  'is none: %s',
  (prompt) => {
    expect(deriveFrom(correction, tellDays([asked('begin'), asked(prompt)]))).toEqual([]);
  },
);

test('one that cannot be read as lasting waits for a second session', () => {
  const once = [asked('begin'), asked('no, the other button')];
  expect(deriveFrom(correction, tellDays(once))).toMatchObject([{ reason: 'too-little-support' }]);
  expect(deriveFrom(correction, tellDays(once, [asked('begin')], once))).toMatchObject([
    { reason: 'needs-review', support: { sessions: 2 } },
  ]);
});

test('pasted code and logs are not the words of the person', () => {
  expect(
    deriveFrom(correction, tellDays([asked('begin'), asked('```\nno such file, use another instead\n```')])),
  ).toEqual([]);
});
