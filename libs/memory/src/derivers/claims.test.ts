import { describe, expect, test } from 'vitest';
import type { FactBody } from '../facts/fact.ts';
import { asked, deriveFrom, fact as happened, type Told, tellDays } from '../testing/story.ts';
import { decision } from './decision.ts';
import { directive } from './directive.ts';
import { fact } from './fact.ts';
import { preference } from './preference.ts';

type Remembered = Extract<FactBody, { type: 'remembered' }>;

const remember = (statement: string, more: Partial<Remembered> = {}): Told =>
  happened({ type: 'remembered', statement, as: 'fact', scope: 'person', by: 'person', ...more });

describe('what was said in so many words', () => {
  test('the latest word about a thing holds, earlier ones are kept with the time they held', () => {
    const [memory, ...others] = deriveFrom(
      fact,
      tellDays(
        [remember('The owner of checkout is Ann', { scope: 'project' })],
        [remember('checkout is owned by Bo', { scope: 'project' })],
      ),
    );
    expect(others).toEqual([]);
    expect(memory).toMatchObject({
      statement: 'Fact: "checkout is owned by Bo" (bob, 2026-11-02)',
      validFrom: '2026-11-02T10:00:00.000Z',
      details: {
        claims: [
          { statement: 'checkout is owned by Bo', validFrom: '2026-11-02T10:00:00.000Z', validTo: null },
          {
            statement: 'The owner of checkout is Ann',
            session: 's1',
            position: 1_001,
            validFrom: '2026-11-01T10:00:00.000Z',
            validTo: '2026-11-02T10:00:00.000Z',
          },
        ],
      },
    });
  });

  test('world time counts, not the order in which sessions became known', () => {
    const stories = tellDays([remember('The port of api is 80')], [asked('x')], [remember('The port of api is 81')]);
    expect(deriveFrom(fact, stories.toReversed())).toMatchObject([{ details: { statement: 'The port of api is 81' } }]);
  });

  test('what it is about may be named, in any case', () => {
    const [memory] = deriveFrom(
      fact,
      tellDays(
        [remember('Blue', { about: 'Colour' })],
        [asked('go on')],
        [remember('It is red now', { about: 'colour' })],
      ),
    );
    expect(memory).toMatchObject({ about: 'colour', details: { statement: 'It is red now' } });
  });

  test('the same words again do not begin anew', () => {
    const [memory] = deriveFrom(
      fact,
      tellDays([remember('The port of api is 80')], [asked('go on')], [remember('the port of API is 80')]),
    );
    expect(memory).toMatchObject({ validFrom: '2026-11-01T10:00:00.000Z', support: { sessions: 2 } });
  });

  test.each([
    [decision, 'Decided: "Totals are integers" (ann, 2026-11-01)'],
    [preference, 'Prefers: "Totals are integers" (ann, 2026-11-01)'],
    [directive, 'Directive: "Totals are integers" (ann, 2026-11-01)'],
  ])('of every kind', (deriver, statement) => {
    const as = deriver.kind as Remembered['as'];
    expect(deriveFrom(deriver, tellDays([remember('Totals are integers', { as })]))).toMatchObject([
      { status: 'active', trust: 'user', statement },
    ]);
  });

  test('a long statement is cut within its quotation marks', () => {
    const [memory] = deriveFrom(fact, tellDays([remember(`The note of api is ${'long '.repeat(60)}`)]));
    expect(memory!.statement).toMatch(/^Fact: "The note .*…" \(ann, 2026-11-01\)$/);
    expect(memory!.statement.length).toBeLessThanOrEqual(240);
  });
});

describe('what a model proposed', () => {
  const extracted = (statement: string, quote: string, more: object = {}): Told =>
    happened({
      type: 'extracted',
      extraction: 'x',
      model: 'm',
      to: 1,
      tokens: 0,
      items: [{ kind: 'decision', about: 'totals', statement, evidence: [1_001], quote, confidence: 0.9, ...more }],
    } as FactBody);

  test('waits for a person, with the event it rests on', () => {
    const [memory] = deriveFrom(
      decision,
      tellDays([asked('totals stay integers, ok?'), extracted('Totals are integers', 'totals stay integers')]),
    );
    expect(memory).toMatchObject({
      status: 'proposed',
      reason: 'needs-review',
      origin: 'model',
      positions: { evidence: [1_001] },
      statement: 'Decided: "Totals are integers" (proposed, read by a model, 2026-11-01)',
    });
  });

  test('ends another proposal that it takes the place of, and no words of a person', () => {
    const proposed = [asked('totals stay integers.'), extracted('Totals are integers', 'totals stay integers')];
    const later = [
      asked('money is decimal.'),
      extracted('Money is decimal', 'money is decimal', { about: 'money', supersedes: 'totals', evidence: [2_001] }),
    ];
    expect(deriveFrom(decision, tellDays(proposed, later)).filter(({ about }) => about === 'totals')).toMatchObject([
      { status: 'retired', reason: 'superseded' },
    ]);
    const said = remember('Totals are integers', { as: 'decision', about: 'totals', scope: 'project' });
    expect(deriveFrom(decision, tellDays([said], later)).filter(({ about }) => about === 'totals')).toMatchObject([
      { status: 'proposed', trust: 'user' },
    ]);
  });
});

describe('a directive', () => {
  test('may be a prompt of one line that begins with a number sign, once a person confirms it', () => {
    expect(deriveFrom(directive, tellDays([asked('# always run the linter before a commit')]))).toMatchObject([
      { status: 'proposed', reason: 'needs-review', scope: 'person:ann@github.com/acme/shop', trust: 'user' },
    ]);
  });

  test.each(['# Plan', '#123 use another index', '## always use tabs', '# use tabs\n\nand more', 'please # use tabs'])(
    'is not every prompt with one: %j',
    (prompt) => {
      expect(deriveFrom(directive, tellDays([asked(prompt)]))).toEqual([]);
    },
  );
});
