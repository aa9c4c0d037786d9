import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asOfNow, mergePage, type TimelineEntry } from './timeline.ts';

const entry = (type: string, order: number, position: number): TimelineEntry => ({
  type,
  id: `${type}-${position}`,
  at: null,
  order: String(order).padStart(4, '0'),
  position,
});

test('keeps entries of one place on one page', () => {
  const turns = [entry('turn', 1, 1), entry('turn', 2, 2)];
  const messages = [entry('message', 1, 1)];

  const page = mergePage([turns.slice(0, 1), messages], 1);

  expect(page.entries.map(({ id }) => id)).toEqual(['turn-1', 'message-1']);
});

test('pages of any size together give every entry once, in order', () => {
  const lists = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 30 }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(lists, fc.integer({ min: 1, max: 10 }), (given, limit) => {
      const all = given.map((positions, index) =>
        positions.toSorted((a, b) => a - b).map((position) => entry(`type${index}`, Math.ceil(position / 7), position)),
      );
      const seen: TimelineEntry[] = [];
      for (let after = { order: '', position: 0 }; ; ) {
        const rest = all.map((list) => list.filter((each) => isAfter(each, after)).slice(0, limit));
        const { entries, next } = mergePage(rest, limit);
        seen.push(...entries);
        if (next === null) break;
        after = next;
      }
      const positions = seen.map(({ position }) => position);
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      expect(seen.length).toBe(all.flat().length);
    }),
  );
});

function isAfter(a: TimelineEntry, b: { order: string; position: number }): boolean {
  return a.order > b.order || (a.order === b.order && a.position > b.position);
}

test('what was going on when its session ended has an outcome that nobody saw', () => {
  const call = { ...entry('call', 1, 1), outcome: 'running' };
  const turn = { ...entry('turn', 2, 2), outcome: 'open' };

  expect([call, turn].map((one) => asOfNow(one, 'lost').outcome)).toEqual(['unknown', 'unknown']);
  expect([call, turn].map((one) => asOfNow(one, 'idle').outcome)).toEqual(['running', 'open']);
  expect(asOfNow({ ...call, outcome: 'ok' }, 'ended').outcome).toBe('ok');
});
