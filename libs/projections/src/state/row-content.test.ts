import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrange } from '../arrange.ts';
import { type AnyRow, foldInto } from '../fold-rows.ts';
import { projections } from '../projections.ts';
import { recorded, someEvents } from '../test-events.ts';
import { type Content, contentOf, rowOf } from './row-content.ts';

test('a row is read back from its content as it was', () => {
  fc.assert(
    fc.property(someEvents, (events) => {
      const arranged = recorded(events).flatMap((one) => arrange(one) ?? []);
      for (const projection of projections) {
        const rows = new Map<string, AnyRow>();
        foldInto(rows, projection, arranged, { placeOf: (session, key) => `${session} ${key}` });
        for (const row of rows.values()) {
          const content = JSON.parse(contentOf(projection, row, 7)) as Content;
          expect(rowOf(projection, row.session as string, content)).toEqual(row);
        }
      }
    }),
  );
});

test('marks of any form are read back as they were', () => {
  const calls = projections.find(({ name }) => name === 'calls')!;
  const mark = fc.oneof(
    fc.string(),
    fc.constantFrom('11790812877284.00000073 6g3', '1790812877284.00000073 6g3', '101790812877284 6a', '0', ''),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(fc.constant('__proto__'), fc.string()), mark), mark, (marks, orderKey) => {
      const { ...kept } = marks;
      const content = JSON.parse(contentOf(calls, { marks: kept, orderKey }, 7)) as Content;
      const row = rowOf(calls, 's', content);
      expect([Object.entries(row.marks as object), row.orderKey]).toEqual([Object.entries(kept), orderKey]);
    }),
  );
});
