import { type BusEvent, type DataOf, eventId, type Kind, newEvent, readEvent } from '@hookline/schemas';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyBoard, type Hold } from './board.ts';
import { foldConflicts, type Positioned } from './fold.ts';

const project = 'github.com/acme/shop';
const startMs = Date.parse('2026-11-23T10:00:00.000Z');
const minuteMs = 60_000;
const iso = (minutes: number) => new Date(startMs + minutes * minuteMs).toISOString();

interface Said {
  readonly session: string;
  /** Minutes after the start. */
  readonly at: number;
  /** When the log heard of it; default: as it happened. */
  readonly heard?: number;
  readonly origin?: BusEvent['origin'];
  readonly host?: string;
  readonly of?: string;
}

function said<K extends Kind>(kind: K, data: DataOf<K>, { session, at, heard = at, ...more }: Said): BusEvent {
  const event = newEvent({
    kind,
    id: eventId(kind, session, at, JSON.stringify(data)),
    source: `urn:hookline:${more.host ?? 'box'}:claude-code`,
    time: iso(at),
    origin: more.origin ?? 'hook',
    actor: `${session}@acme.example`,
    project: more.of ?? project,
    session,
    data,
    ...(kind === 'prompt.submitted' && { trust: 'user' as const }),
  } as never);
  return readEvent({ ...event, recordedtime: iso(heard) })!;
}

const writes = (session: string, at: number, more: Partial<Said> & { path?: string } = {}) => {
  const { path = 'src/a.ts', ...rest } = more;
  return said('file.written', { path, how: 'edit', call: `call-${at}` }, { session, at, ...rest });
};
const starts = (session: string, at: number, more: Partial<Said> & { root?: string; after?: string } = {}) => {
  const { root = '/work/shop', after, ...rest } = more;
  return said(
    'session.started',
    {
      nativeSession: session,
      branch: `branch-of-${session}`,
      project: { name: 'shop', root },
      ...(after !== undefined && { previousSession: after }),
    },
    { session, at, ...rest },
  );
};
const ends = (session: string, at: number) => said('session.ended', { reason: 'logout' }, { session, at });
const asks = (session: string, at: number, text: string) =>
  said('prompt.submitted', { text, by: 'person' }, { session, at });
const reads = (session: string, at: number) => said('file.read', { path: 'b.ts' } as never, { session, at });

const numbered = (events: readonly BusEvent[]): Positioned =>
  events.map((event, index) => ({ event, position: index + 1 }));
const found = (events: readonly BusEvent[], holds: readonly Hold[] = [], actFromMs = 0) =>
  foldConflicts(emptyBoard(new Map([[project, holds]])), numbered(events), actFromMs).map(({ data }) => data);
const pairs = (events: readonly BusEvent[]) => found(events).map(({ sides }) => sides.map(({ session }) => session));

describe('two that write the same path', () => {
  test('conflict once, with what each was asked, where, and from which position on', () => {
    const events = [
      starts('a', 0),
      asks('a', 1, 'move the  tax\nto basis points'),
      writes('a', 2),
      writes('a', 3),
      starts('b', 3, { root: '/work/shop-b' }),
      asks('b', 4, 'round the tax'),
      writes('b', 5),
      writes('a', 6),
      writes('b', 7),
    ];

    expect(found(events)).toEqual([
      {
        conflict: expect.stringMatching(/^[a-z2-7]{32}$/),
        path: 'src/a.ts',
        why: 'both-wrote',
        sameFolder: false,
        sides: [
          {
            session: 'a',
            position: 3,
            time: iso(2),
            actor: 'a@acme.example',
            branch: 'branch-of-a',
            folder: '/work/shop',
            host: 'box',
            call: 'call-3',
            intent: 'move the tax to basis points',
            intentTrust: 'user',
          },
          {
            session: 'b',
            position: 7,
            time: iso(5),
            actor: 'b@acme.example',
            branch: 'branch-of-b',
            folder: '/work/shop-b',
            host: 'box',
            call: 'call-5',
            intent: 'round the tax',
            intentTrust: 'user',
          },
        ],
      },
    ]);
  });

  test('three make three pairs', () => {
    expect(pairs([writes('a', 0), writes('b', 1), writes('c', 2)])).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ]);
  });

  test('do not when the path, the project or the session is another one', () => {
    expect(pairs([writes('a', 0), writes('b', 1, { path: 'src/b.ts' })])).toEqual([]);
    expect(pairs([writes('a', 0), writes('b', 1, { of: 'github.com/acme/other' })])).toEqual([]);
    expect(pairs([writes('a', 0), writes('a', 1)])).toEqual([]);
  });

  test('do not outside of the repository', () => {
    for (const path of ['/tmp/x', '../x', '..', '~/x', 'C:/x', '.'])
      expect(pairs([writes('a', 0, { path }), writes('b', 1, { path })])).toEqual([]);
    for (const path of ['.env', '..a/x'])
      expect(pairs([writes('a', 0, { path }), writes('b', 1, { path })])).toHaveLength(1);
  });

  test('do when one moved away what the other writes', () => {
    const moved = said('file.written', { path: 'src/c.ts', from: 'src/a.ts', how: 'move' }, { session: 'b', at: 1 });
    expect(found([writes('a', 0), moved]).map(({ path }) => path)).toEqual(['src/a.ts']);
  });

  test('are told apart by working copy and machine', () => {
    const same = (root: string, host: string) =>
      found([starts('a', 0), writes('a', 1), starts('b', 1, { root, host }), writes('b', 2, { host })])[0]!.sameFolder;
    expect(same('/work/shop', 'box')).toBe(true);
    expect(same('/work/shop/.claude/worktrees/b', 'box')).toBe(false);
    expect(same('/work/shop', 'other-box')).toBe(false);
  });

  test('are in another working copy once they moved to a worktree', () => {
    const moves = (to: string) =>
      found([
        ...[starts('a', 0), writes('a', 1), starts('b', 1)],
        ...[said('cwd.changed', { from: '/work/shop', to }, { session: 'b', at: 2 }), writes('b', 3)],
      ])[0]!.sameFolder;
    expect(moves('/work/shop/src')).toBe(true);
    expect(moves('/work/shop/.claude/worktrees/x')).toBe(false);
  });
});

describe('who is live', () => {
  test('one that was silent for half an hour is not, and is again when it speaks', () => {
    expect(pairs([writes('a', 0), writes('b', 31)])).toEqual([]);
    expect(pairs([writes('a', 0), reads('a', 20), writes('b', 31)])).toEqual([['a', 'b']]);
    expect(pairs([writes('a', 0), writes('b', 31), reads('a', 32), writes('b', 33)])).toEqual([['a', 'b']]);
  });

  test('one that ended is not, until it is resumed', () => {
    expect(pairs([writes('a', 0), ends('a', 1), writes('b', 2)])).toEqual([]);
    const resumed = said('session.resumed', { nativeSession: 'a' }, { session: 'a', at: 2 });
    expect(pairs([writes('a', 0), ends('a', 1), resumed, writes('b', 3)])).toEqual([['a', 'b']]);
  });

  test('what the bus says about a session does not keep it live', () => {
    const told = said('memory.injected', { surface: 'prompt', memories: [], tokens: 0 }, { session: 'a', at: 25 });
    expect(pairs([writes('a', 0), told, writes('b', 31)])).toEqual([]);
  });

  test('a write is forgotten after a day', () => {
    const lives = (until: number) =>
      Array.from({ length: Math.floor(until / 20) }, (_, index) => reads('a', (index + 1) * 20));
    expect(pairs([writes('a', 0), ...lives(23 * 60), writes('b', 23 * 60)])).toEqual([['a', 'b']]);
    expect(pairs([writes('a', 0), ...lives(25 * 60), writes('b', 25 * 60)])).toEqual([]);
  });
});

describe('who is not another', () => {
  test('the session it went on from', () => {
    expect(pairs([writes('a', 0), starts('b', 1, { after: 'a' }), writes('b', 2), writes('a', 3)])).toEqual([]);
    const forks = (session: string, from: string, at: number) =>
      said('session.forked', { nativeSession: session, parentSession: from }, { session, at });
    expect(pairs([writes('a', 0), forks('b', 'a', 1), forks('c', 'b', 2), writes('c', 3)])).toEqual([]);
    // Two that went on from one are two.
    expect(pairs([forks('b', 'a', 1), forks('c', 'a', 1), writes('b', 2), writes('c', 3)])).toEqual([['b', 'c']]);
  });

  test('a subagent of the same session', () => {
    const subagent = { ...writes('a', 1), agent: 'helper' };
    expect(pairs([writes('a', 0), subagent as BusEvent])).toEqual([]);
  });

  test('whoever works in the same tree, where only a look at the tree says that it wrote', () => {
    const looked = (root: string) =>
      pairs([starts('a', 0), writes('a', 1), starts('b', 1, { root }), writes('b', 2, { origin: 'derived' })]);
    expect(looked('/work/shop')).toEqual([]);
    expect(looked('/work/shop-b')).toEqual([['a', 'b']]);
  });
});

describe('again', () => {
  test('only after both were quiet', () => {
    const live = (from: number, until: number) =>
      Array.from({ length: (until - from) / 10 }, (_, index) => [
        reads('a', from + 10 * index),
        reads('b', from + 10 * index),
      ]).flat();
    const busy = [writes('a', 0), writes('b', 1), writes('a', 20), writes('b', 45), writes('a', 70)];
    expect(pairs(busy)).toHaveLength(1);
    const quiet = [writes('a', 0), writes('b', 1), ...live(2, 42), writes('b', 42)];
    const both = found(quiet);
    expect(both).toHaveLength(2);
    expect(both[0]!.conflict).not.toBe(both[1]!.conflict);
  });
});

describe('history', () => {
  test('makes no conflicts: imports, what was heard late, and what is read again', () => {
    expect(pairs([writes('a', 0, { origin: 'import' }), writes('b', 1, { origin: 'import' })])).toEqual([]);
    expect(pairs([writes('a', 0, { heard: 70 }), writes('b', 1, { heard: 71 })])).toEqual([]);
    expect(found([writes('a', 0), writes('b', 1)], [], startMs + 2 * minuteMs)).toEqual([]);
  });

  test('does not move the clock of its session', () => {
    expect(pairs([writes('a', 0), writes('b', 100, { heard: 0 })])).toEqual([['a', 'b']]);
  });

  test('that came a little late makes them all the same', () => {
    expect(pairs([writes('b', 5), writes('a', 2, { heard: 6 })])).toEqual([['b', 'a']]);
  });
});

describe('what somebody holds', () => {
  const hold = (more: Partial<Hold> = {}): Hold => ({
    claim: 'c1',
    kind: 'glob',
    resource: 'src/**',
    holder: 'ada',
    session: 's1',
    position: 77,
    time: iso(0),
    fromMs: startMs,
    untilMs: startMs + 10 * minuteMs,
    ...more,
  });

  test('is a conflict when another writes it while it is held', () => {
    expect(found([writes('a', 5)], [hold()])).toMatchObject([
      {
        why: 'claimed',
        sides: [
          { session: 'a', position: 1 },
          { session: 's1', holder: 'ada', claim: 'c1', position: 77, time: iso(0) },
        ],
      },
    ]);
    expect(found([writes('a', 11)], [hold()])).toEqual([]);
    expect(found([writes('s1', 5)], [hold()])).toEqual([]);
    expect(found([writes('a', 5, { path: 'b.ts' })], [hold()])).toEqual([]);
    expect(found([writes('a', 5, { origin: 'derived' })], [hold()])).toEqual([]);
  });

  test('is one conflict with what its holder wrote', () => {
    expect(found([writes('s1', 4), writes('a', 5)], [hold()])).toMatchObject([
      { why: 'both-wrote', sides: [{ session: 's1', claim: 'c1', holder: 'ada' }, { session: 'a' }] },
    ]);
  });

  test('may be held by nobody’s session', () => {
    const [conflict, ...more] = found([writes('a', 5), writes('a', 6)], [hold({ session: undefined })]);
    expect(more).toEqual([]);
    expect(conflict!.sides[1]).toEqual({ holder: 'ada', claim: 'c1', position: 77, time: iso(0) });
    expect(found([writes('a', 5)], [hold({ session: undefined, holder: 'a@acme.example' })])).toEqual([]);
  });
});

test('what comes out depends neither on how the log is divided nor on how a part of it is arranged', () => {
  const session = fc.constantFrom('a', 'b', 'c', 'd');
  const step = fc.record({
    session,
    minutes: fc.constantFrom(0, 1, 2, 5, 35),
    lateness: fc.constantFrom(0, 0, 0, 3, 50, 90),
    what: fc.constantFrom('write', 'write', 'write', 'look', 'end', 'read', 'fork', 'prompt', 'move'),
    path: fc.constantFrom('x.ts', 'y.ts'),
    other: session,
  });
  const history = fc.array(step, { minLength: 10, maxLength: 60 }).map((steps) => {
    let heard = 0;
    return numbered(
      steps.map(({ session: of, minutes, lateness, what, path, other }) => {
        heard += minutes;
        const at = { session: of, at: heard - lateness, heard };
        if (what === 'end') return said('session.ended', { reason: 'x' }, at);
        if (what === 'read') return said('file.read', { path } as never, at);
        if (what === 'prompt') return said('prompt.submitted', { text: `do ${path}`, by: 'person' }, at);
        if (what === 'move') return said('cwd.changed', { from: '/', to: `/tree-${other}` }, at);
        if (what === 'fork') return said('session.forked', { nativeSession: of, parentSession: other }, at);
        const origin = what === 'look' ? 'derived' : 'hook';
        return said('file.written', { path, how: 'edit' }, { ...at, origin });
      }),
    );
  });
  const holds = new Map([
    [
      project,
      [
        {
          ...{ claim: 'c1', kind: 'path' as const, resource: 'y.ts', holder: 'd', session: 'd', position: 1 },
          ...{ time: iso(0), fromMs: startMs, untilMs: startMs + 200 * minuteMs },
        },
      ],
    ],
  ]);
  let conflicts = 0;
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.integer({ min: 1, max: 7 })), fc.integer(), (events, sizes, seed) => {
      const whole = foldConflicts(emptyBoard(holds), events);
      conflicts += whole.length;
      const board = emptyBoard(holds);
      const parts = [];
      for (let from = 0; from < events.length; ) {
        const size = sizes.next().value;
        const part = events.slice(from, from + size);
        parts.push(...foldConflicts(board, arranged(part, seed)));
        from += size;
      }
      expect(parts).toEqual(whole);
      expect(new Set(whole.map(({ data }) => data.conflict)).size).toBe(whole.length);
    }),
    { numRuns: 300 },
  );
  expect(conflicts).toBeGreaterThan(100);
});

const arranged = (events: Positioned, seed: number): Positioned =>
  events.toSorted((a, b) => (eventId(seed, a.position) < eventId(seed, b.position) ? -1 : 1));
