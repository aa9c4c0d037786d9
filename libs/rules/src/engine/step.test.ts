import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../plan.ts';
import { Driven, matched, planned } from './driven.ts';

const ended = (firing: string, ok: boolean | undefined = true, costUsd = 0) =>
  ({ type: 'ended', firing, unit: true, ok, costUsd }) as const;

describe('single', () => {
  test('every match is a firing of its own, with the same id wherever it is found', () => {
    const one = new Driven(planned()).hears(matched('a', 1)).hears(matched('b', 2));
    const other = new Driven(planned()).hears(matched('b', 2), 9);
    expect(one.fired).toEqual(['a at 1', 'b at 2']);
    expect(one.firings[1]!.firing.id).toBe(other.firings[0]!.firing.id);
    expect(new Driven(planned({ version: 'v2' })).hears(matched('b', 2)).firings[0]!.firing.id).not.toBe(
      other.firings[0]!.firing.id,
    );
  });

  test('what is older than the version, or was heard of too late, never acts', () => {
    const driven = new Driven(planned(), { gate: 5 });
    driven.hears(matched('old', 1, { position: 5 })).hears(matched('late', 2, { position: 6 }), 3_700);
    driven.hears(matched('new', 3_701, { position: 7 }));
    expect(driven.fired).toEqual(['new at 3701']);
    expect(driven.heldBy).toEqual(['old: gate', 'late: history']);
  });

  test('what the rule itself brought about does not fire it, and chains end', () => {
    const cause = (depth: number, ...chain: string[]) => ({
      firing: 'f',
      rule: chain.at(-1)!,
      version: 'v1',
      key: 'k',
      depth,
      chain,
    });
    const driven = new Driven(planned());
    driven.hears(matched('own', 1, { cause: cause(1, 'watch') }));
    driven.hears(matched('deep', 2, { cause: cause(3, 'a', 'b', 'c') }));
    driven.hears(matched('second', 3, { cause: cause(1, 'other') }));
    expect(driven.heldBy).toEqual(['own: self', 'deep: depth']);
    expect(driven.held[1]!.reason).toBe('4 firings stand between a person and this one, at most 3 may: a → b → c');
    expect(driven.firings[0]!.firing.cause).toMatchObject({ depth: 2, chain: ['other', 'watch'] });
  });

  test('stopped and paused rules hold, and nothing is made up for', () => {
    const driven = new Driven(planned());
    driven.stopped = true;
    driven.hears(matched('a', 1));
    driven.stopped = false;
    driven.takes({ type: 'switch', paused: true }, 2).hears(matched('b', 3));
    driven.takes({ type: 'switch', paused: false }, 4).hears(matched('c', 5));
    expect(driven.heldBy).toEqual(['a: stopped', 'b: paused']);
    expect(driven.fired).toEqual(['c at 5']);
  });
});

describe('count', () => {
  const plan = planned({ pattern: { type: 'count', atLeast: 3, withinMs: 10_000, distinct: false } });

  test('fires when so many happened within the time, and begins anew', () => {
    const driven = new Driven(plan);
    for (const [id, at] of [
      ['a', 0],
      ['b', 9],
      ['c', 11],
      ['d', 12],
      ['e', 13],
      ['f', 14],
    ] as const) {
      driven.hears(matched(id, at));
    }
    expect(driven.fired).toEqual(['b+c+d at 12']);
  });

  test('the same event twice counts once; distinct values count by value', () => {
    expect(new Driven(plan).hears(matched('a', 0)).hears(matched('a', 1)).hears(matched('b', 2)).fired).toEqual([]);
    const distinct = planned({ pattern: { type: 'count', atLeast: 2, withinMs: 10_000, distinct: true } });
    const driven = new Driven(distinct);
    driven.hears(matched('a', 0, { distinct: 'x' })).hears(matched('b', 1, { distinct: 'x' }));
    driven.hears(matched('c', 2, { distinct: 'y' }));
    expect(driven.fired).toEqual(['b+c at 2']);
  });
});

describe('sequence', () => {
  const plan = planned({ pattern: { type: 'sequence', steps: 2, withinMs: 10_000 } });

  test('fires for the later step after the earlier one, once for each', () => {
    const driven = new Driven(plan);
    driven
      .hears(matched('b0', 0, { step: 1 }))
      .hears(matched('a', 1))
      .hears(matched('b', 3, { step: 1 }));
    driven
      .hears(matched('b2', 4, { step: 1 }))
      .hears(matched('a2', 20))
      .hears(matched('b3', 31, { step: 1 }));
    expect(driven.fired).toEqual(['a+b at 3']);
  });

  test('steps that name each other have to fit', () => {
    const driven = new Driven(plan);
    driven.hears(matched('a', 1, { distinct: 'x' })).hears(matched('b', 2, { step: 1, distinct: 'y' }));
    driven.hears(matched('c', 3, { step: 1, distinct: 'x' }));
    expect(driven.fired).toEqual(['a+c at 3']);
  });
});

describe('absence', () => {
  const plan = planned({ pattern: { type: 'absence', withinMs: 10_000 }, latenessMs: 2_000 });

  test('fires when nothing closed what was opened', () => {
    const driven = new Driven(plan).hears(matched('a', 0)).to(60);
    expect(driven.fired).toEqual(['a at 12.001']);
  });

  test('what closes it may be late, within the lateness', () => {
    const inTime = new Driven(plan)
      .hears(matched('a', 0))
      .hears(matched('b', 9, { step: 1 }), 11.5)
      .to(60);
    expect(inTime.fired).toEqual([]);
    const tooLate = new Driven(plan)
      .hears(matched('a', 0))
      .hears(matched('b', 9, { step: 1 }), 12.5)
      .to(60);
    expect(tooLate.fired).toEqual(['a at 12.001']);
    const outside = new Driven(plan)
      .hears(matched('a', 0))
      .hears(matched('b', 10.5, { step: 1 }))
      .to(60);
    expect(outside.fired).toEqual(['a at 12.001']);
  });

  test('what opened it before the version came never fires it', () => {
    expect(new Driven(plan, { gate: 3 }).hears(matched('a', 0, { position: 3 })).to(60).heldBy).toEqual(['a: gate']);
  });
});

describe('schedule', () => {
  const plan = planned({ pattern: { type: 'schedule', cron: '0 3 * * *', timeZone: 'Europe/Berlin' } });

  test('fires at its moments, by the wall clock of its zone', () => {
    const driven = new Driven(plan).to(3 * 86_400);
    expect(driven.firings.map(({ firing }) => new Date(firing.atMs).toISOString())).toEqual([
      '2026-03-01T02:00:00.000Z',
      '2026-03-02T02:00:00.000Z',
      '2026-03-03T02:00:00.000Z',
    ]);
    expect(new Set(driven.firings.map(({ firing }) => firing.id)).size).toBe(3);
  });

  test('moments that were slept through are not made up for', () => {
    const driven = new Driven(plan);
    driven.takes({ type: 'tick' }, 3 * 86_400 + 100);
    expect(driven.firings.length).toBeLessThanOrEqual(3);
  });
});

describe('debounce and batch', () => {
  test('a debounced rule fires once when it is quiet, at the latest after its most', () => {
    const plan = planned({ settle: { type: 'debounce', waitMs: 5_000, mostMs: 12_000 } });
    const driven = new Driven(plan);
    for (const at of [0, 3, 6, 9, 12, 15]) driven.hears(matched(`m${at}`, at));
    expect(driven.to(60).fired).toEqual(['m0+m3+m6+m9 at 12', 'm12+m15 at 20']);
  });

  test('a batch goes when it is full or its time is up', () => {
    const plan = planned({ settle: { type: 'batch', most: 2, waitMs: 5_000 } });
    const driven = new Driven(plan).hears(matched('a', 0)).hears(matched('b', 1)).hears(matched('c', 2)).to(60);
    expect(driven.fired).toEqual(['a+b at 1', 'c at 7']);
  });
});

describe('modes', () => {
  const fire = (mode: Plan['mode']) => {
    const driven = new Driven(planned({ mode }), { units: 1 });
    return driven.hears(matched('a', 1)).hears(matched('b', 2));
  };

  test('together: beside each other', () => {
    expect(fire('together').fired).toEqual(['a at 1', 'b at 2']);
  });

  test('queue: the next goes when the work of the one before ended', () => {
    const driven = fire('queue');
    expect(driven.fired).toEqual(['a at 1']);
    driven.takes(ended(driven.firings[0]!.firing.id, false), 9);
    expect(driven.fired).toEqual(['a at 1', 'b at 9']);
  });

  test('skip: not at all', () => {
    expect(fire('skip')).toMatchObject({ fired: ['a at 1'], heldBy: ['b: running'] });
  });

  test('cancel: instead of it', () => {
    const driven = fire('cancel');
    expect(driven.firings[1]!.firing.cancels).toEqual([driven.firings[0]!.firing.id]);
    expect(driven.state.running).toHaveLength(1);
  });

  test('steer: told to whoever works on it', () => {
    const driven = fire('steer');
    expect(driven.firings[1]!.firing.steers).toEqual([driven.firings[0]!.firing.id]);
    expect(driven.state.running.map(({ firing }) => firing)).toEqual([driven.firings[0]!.firing.id]);
  });
});

describe('limits', () => {
  test('cooldown and throttle are of a key', () => {
    const cooling = new Driven(planned({ limits: { cooldownMs: 10_000 } as Plan['limits'] }));
    cooling.hears(matched('a', 0)).hears(matched('b', 9)).hears(matched('c', 10));
    expect(cooling).toMatchObject({ fired: ['a at 0', 'c at 10'], heldBy: ['b: cooldown'] });
    const throttled = new Driven(planned({ limits: { throttle: { runs: 2, perMs: 10_000 } } as Plan['limits'] }));
    for (const at of [0, 1, 2, 10, 11, 12]) throttled.hears(matched(`m${at}`, at));
    expect(throttled.fired).toEqual(['m0 at 0', 'm1 at 1', 'm10 at 10', 'm11 at 11']);
  });

  test('runs and dollars of a day end with the day', () => {
    const driven = new Driven(planned({ limits: { perDay: 1, costPerDayUsd: 1 } as Plan['limits'] }), { units: 1 });
    driven.hears(matched('a', 0)).hears(matched('b', 1)).hears(matched('c', 86_400));
    driven.takes(ended(driven.firings[1]!.firing.id, true, 2), 86_401);
    driven.hears(matched('d', 2 * 86_400 - 1)).hears(matched('e', 2 * 86_400));
    expect(driven.fired).toEqual(['a at 0', 'c at 86400', 'e at 172800']);
    expect(driven.heldBy).toEqual(['b: per-day', 'd: per-day']);
  });

  test('dollars alone stop it too, and say so', () => {
    const driven = new Driven(planned({ limits: { costPerDayUsd: 1.5 } as Plan['limits'] }), { units: 1 });
    driven
      .hears(matched('a', 0))
      .takes(ended('any', undefined, 1.6), 1)
      .hears(matched('b', 2));
    expect(driven.held[0]!.reason).toContain('cost $1.60 on 2026-03-01 (UTC), at most $1.5 may');
  });

  test('what fails too often in a row, or runs away, is paused', () => {
    const failing = new Driven(planned({ limits: { failures: 2 } as Plan['limits'] }), { units: 1 });
    failing.hears(matched('a', 0)).takes(ended('x', false), 1).takes(ended('y', false), 2).hears(matched('b', 3));
    expect(failing).toMatchObject({ pauses: ['2 of its firings in a row failed'], heldBy: ['b: paused'] });
    const running = new Driven(planned({ limits: { perMinute: 3 } as Plan['limits'] }));
    for (let at = 0; at < 6; at += 1) running.hears(matched(`m${at}`, at));
    expect(running.fired).toHaveLength(3);
    expect(running.heldBy).toEqual(['m3: runaway', 'm4: paused', 'm5: paused']);
  });
});

const patterns: readonly Plan['pattern'][] = [
  { type: 'count', atLeast: 3, withinMs: 20_000, distinct: false },
  { type: 'sequence', steps: 2, withinMs: 20_000 },
  { type: 'absence', withinMs: 15_000 },
];

test('order of arrival within the lateness, and repetition, change nothing', () => {
  const latenessS = 5;
  fc.assert(
    fc.property(
      fc.constantFrom(...patterns),
      fc.array(
        fc.record({
          atS: fc.integer({ min: 0, max: 60 }),
          step: fc.integer({ min: 0, max: 1 }),
          delayS: fc.double({ min: 0, max: latenessS - 0.5, noNaN: true }),
          again: fc.boolean(),
        }),
        { maxLength: 25 },
      ),
      (pattern, told) => {
        const plan = planned({ pattern, latenessMs: latenessS * 1_000 });
        const matches = told.map(({ atS, step: of }, n) =>
          matched(`e${n}`, atS, { step: pattern.type === 'count' ? 0 : of }),
        );
        const run = (arrivals: readonly { n: number; atS: number }[]) => {
          const driven = new Driven(plan);
          for (const { n, atS } of [...arrivals].sort((a, b) => a.atS - b.atS || a.n - b.n)) {
            driven.hears(matches[n]!, atS);
          }
          return driven.to(300).firings.map(({ firing }) => firing.id);
        };
        const inOrder = run(told.map(({ atS }, n) => ({ n, atS })));
        const mixed = run(
          told.flatMap(({ atS, delayS, again }, n) => [
            { n, atS: atS + delayS },
            ...(again ? [{ n, atS: atS + latenessS - 0.25 }] : []),
          ]),
        );
        expect(mixed).toEqual(inOrder);
      },
    ),
    { numRuns: 300 },
  );
});
