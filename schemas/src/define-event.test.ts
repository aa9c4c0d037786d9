import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { defineEvent } from './define-event.ts';

const lampLit = defineEvent('lamp.lit', 'other', 'A lamp was lit.', z.strictObject({ room: z.string() })).evolve(
  z.strictObject({ room: z.string(), watts: z.number() }),
  (v1) => ({ ...v1, watts: 0 }),
);

test('a kind keeps every version it ever had', () => {
  expect(lampLit.versions).toHaveLength(2);
  expect(lampLit.versions[0]!.schema.safeParse({ room: 'hall' }).success).toBe(true);
  expect(lampLit.versions[1]!.schema.safeParse({ room: 'hall' }).success).toBe(false);
});

test('the upcaster of a version gives the next version', () => {
  expect(lampLit.versions[0]!.toNext!({ room: 'hall' } as never)).toEqual({ room: 'hall', watts: 0 });
});

test('every version takes native beside its own fields, and nothing else', () => {
  for (const { schema } of lampLit.versions) {
    const data = { room: 'hall', watts: 1, native: { switch: 3 } };
    const { watts, ...v1 } = data;
    const own = schema.shape.watts === undefined ? v1 : { ...v1, watts };
    expect(schema.safeParse(own).success).toBe(true);
    expect(schema.safeParse({ ...own, colour: 'red' }).success).toBe(false);
  }
});

test('the type of the data is that of the newest version', () => {
  expectTypeOf<z.infer<typeof lampLit.schema>>().toEqualTypeOf<
    { room: string; watts: number } & { native?: Record<string, unknown> | undefined }
  >();
});
