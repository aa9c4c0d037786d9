import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBodyRef, planBodies } from './plan-bodies.ts';

const limits = { stringBytesMax: 1000, dataBytesMax: 8000 };
const bytesOf = (data: unknown): number => Buffer.byteLength(JSON.stringify(data));

describe('planBodies', () => {
  it('leaves small data as it is', () => {
    const data = { a: 'x'.repeat(1000), b: [1, { c: null }] };
    expect(planBodies(data, limits)).toEqual({ data, bodies: [], bytes: bytesOf(data) });
    expect(planBodies(data, limits).data).toBe(data);
  });

  it('takes out every string over the limit, counted in UTF-8, wherever it is', () => {
    const long = 'ä'.repeat(501);
    const data = { a: { b: [long, 'short'] }, same: long, c: 'x'.repeat(1001) };
    const plan = planBodies(data, limits);
    expect(plan.data).toMatchObject({
      a: { b: [{ bytes: 1002 }, 'short'] },
      same: { bytes: 1002 },
      c: { bytes: 1001 },
    });
    expect(plan.bodies.map(({ text }) => text)).toEqual([long, data.c]);
    expect(plan.bytes).toBe(bytesOf(plan.data));
  });

  it('shows both ends of a text without halving a character', () => {
    const text = `${'a'.repeat(199)}🧵${'b'.repeat(2000)}🧵${'c'.repeat(199)}`;
    const { head, tail } = planBodies({ text }, limits).data.text as { head: string; tail: string };
    expect(head).toBe('a'.repeat(199));
    expect(tail).toBe('c'.repeat(199));
  });

  it('takes the longest strings too when the whole is too large', () => {
    const leaf = (length: number): string => `${length}`.padEnd(length, 'y');
    const data = { list: [...Array(10)].map((_, index) => leaf(900 + index)), note: 'kept' };
    const plan = planBodies(data, { stringBytesMax: 1000, dataBytesMax: 9000 });
    expect(plan.bodies).toEqual([]);
    const large = { list: [...Array(10)].map((_, index) => leaf(1900 + index)), note: 'kept' };
    const taken = planBodies(large, { stringBytesMax: 2000, dataBytesMax: 16_000 });
    expect(taken.bodies.map(({ text }) => text.length)).toEqual([1907, 1908, 1909]);
    expect(taken.data.note).toBe('kept');
    expect(taken.bytes).toBeLessThanOrEqual(16_000);
  });

  it('puts a reference for a whole field only where any JSON may stand', () => {
    const data = { input: [...Array(3000)].map((_, index) => index), list: [1, 2] };
    const plan = planBodies(data, { ...limits, isJson: (field) => field === 'input' });
    expect(plan.data).toMatchObject({ input: { media: 'application/json' }, list: [1, 2] });
    expect(JSON.parse(plan.bodies[0]!.text)).toEqual(data.input);
    expect(planBodies(data, limits)).toMatchObject({ data, bodies: [], bytes: bytesOf(data) });
  });

  it('leaves references alone, so planning twice changes nothing', () => {
    const once = planBodies({ a: 'x'.repeat(5000) }, limits);
    expect(planBodies(once.data, limits)).toEqual({ ...once, bodies: [] });
  });

  it('counts right, and loses nothing', () => {
    const leaf = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.integer({ min: 0, max: 3000 }).map((length) => 'é"\n'.repeat(length)),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 5 }),
        fc.dictionary(fc.string(), tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), tree, { maxKeys: 5 }), (data) => {
        const plan = planBodies(data, { ...limits, isJson: () => true });
        expect(plan.bytes).toBe(bytesOf(plan.data));
        const texts = new Map(plan.bodies.map(({ ref, text }) => [ref, text]));
        const restore = (value: unknown): unknown => {
          if (isBodyRef(value)) return 'media' in value ? JSON.parse(texts.get(value.body)!) : texts.get(value.body);
          if (Array.isArray(value)) return value.map(restore);
          if (typeof value !== 'object' || value === null) return value;
          return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, restore(item)]));
        };
        expect(restore(plan.data)).toEqual(data);
      }),
    );
  });
});
