import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundedLines } from './bounded-lines.ts';

async function linesOf(text: string, chunkBytes: number, bytesMax: number) {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  return await Array.fromAsync(boundedLines(chunks(), bytesMax));
}

test('however a file comes in pieces, its lines are the same', async () => {
  const text = fc.array(fc.stringMatching(/^[aé\r ]{0,12}$/), { maxLength: 8 }).map((lines) => lines.join('\n'));
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (given, size) => {
      const expected = given
        .split('\n')
        .map((line, index) => ({ number: index + 1, text: line.replace(/\r$/, '') }))
        .filter((line) => line.text.trim() !== '');
      const found = await linesOf(given, size, 1_000);
      expect(found.map(({ number, text: one }) => ({ number, text: one }))).toEqual(expected);
    }),
  );
});

test('a line that is too long is named and passed over', async () => {
  const lines = await linesOf(`one\n${'x'.repeat(100)}\nthree`, 7, 50);
  expect(lines.map(({ number, text }) => [number, text])).toEqual([
    [1, 'one'],
    [2, undefined],
    [3, 'three'],
  ]);
});
