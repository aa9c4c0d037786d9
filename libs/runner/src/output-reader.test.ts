import { expect, test } from 'vitest';
import { nothingHeard } from './harness.ts';
import { OutputReader } from './output-reader.ts';

const count = () => new OutputReader((heard, { n }) => ({ ...heard, text: `${heard.text}${n}` }));

test('hears lines however they are cut, also the last one without its end', () => {
  const reader = count();
  const bytes = Buffer.from('{"n":1}\nnoise\n{"n":"é"}\n{"n":3}');
  for (const byte of bytes) reader.take(Buffer.of(byte));
  reader.end();

  expect(reader.heard).toEqual({ ...nothingHeard, text: '1é3' });
  expect(reader.bytes).toBe(bytes.length);
});

test('a line that is too long is left out, and the next is heard', () => {
  const reader = count();
  reader.take(Buffer.from(`{"n":"${'x'.repeat(3_000_000)}`));
  reader.take(Buffer.from('y'.repeat(3_000_000)));
  reader.take(Buffer.from('"}\n{"n":2}\n{broken\n'));
  reader.end();

  expect(reader.heard.text).toBe('2');
  expect(reader.tail.length).toBe(16_000);
});
